import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useId } from 'react';
import { InitialsMark } from '../../ui/initials-mark.tsx';
import type { HomePageContent, HomeSection } from './home-section.ts';

/** The firms that joined most recently, as the license register shows them to everybody. */
export function NewestMembers({
  section,
  newest,
}: {
  section: HomeSection;
  newest: HomePageContent['newest'];
}) {
  const id = useId();
  if (newest.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-h2 font-semibold tracking-tight">
        {section.title}
      </h2>
      {section.body && <p className="mt-1 max-w-[65ch] whitespace-pre-line text-text-2">{section.body}</p>}
      <ul className="mt-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {newest.map(({ licenseNumber, name, city, county }) => (
          <li
            key={licenseNumber}
            className="relative flex items-center gap-3 rounded-card border border-divider bg-surface p-4 hover:border-control"
          >
            <InitialsMark name={name} of="firm" isLarge />
            <div className="min-w-0">
              <Link
                to="/contractors/$license"
                params={{ license: licenseNumber }}
                className="font-semibold underline-offset-4 after:absolute after:inset-0 after:rounded-card hover:underline"
              >
                {name}
              </Link>
              <p className="text-dense text-text-2">{city ?? (county && `${county} County`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <Link
        to="/contractors"
        search={{ member: true }}
        className="mt-3 inline-flex min-h-11 items-center gap-1.5 font-semibold text-link underline-offset-4 hover:underline"
      >
        See all member firms
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </section>
  );
}
