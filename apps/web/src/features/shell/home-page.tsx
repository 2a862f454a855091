import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight, BadgeCheck, MapPin, Search, ShieldCheck } from 'lucide-react';
import { formatCount } from '../../lib/formats.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { snapshotQuery } from '../contractors/contractor-queries.ts';

const abilities = [
  {
    Icon: ShieldCheck,
    title: 'Check a license',
    text: 'See in plain words whether a contractor is in good standing today, and what is about to change.',
  },
  {
    Icon: MapPin,
    title: 'Find a trade nearby',
    text: 'Search by trade around a ZIP code or a city, in a list and on a map.',
  },
  {
    Icon: BadgeCheck,
    title: 'Spot NAMC members',
    text: 'Contractors who belong to the association have a badge.',
  },
];

export function HomePage() {
  const navigate = useNavigate();
  const { data: snapshot } = useQuery(snapshotQuery());
  return (
    <div className="max-w-4xl space-y-12 py-4 sm:py-10">
      <section>
        <PageHeading title="National Association of Minority Contractors, Northern California" />
        <p className="mt-4 max-w-[65ch] text-lead text-text-2">
          We are the Northern California chapter of an association that helps minority contractors find work,
          grow their firms and stand together. This portal is where members meet, and where anyone can look up
          a licensed contractor.
        </p>
        <WayIn />
        <search className="mt-8 block max-w-2xl">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
              void navigate({ to: '/contractors', search: { q } });
            }}
          >
            <label htmlFor="home-search" className="mb-1 block font-semibold">
              Find a contractor
            </label>
            <div className="flex gap-2">
              <input
                id="home-search"
                name="q"
                type="search"
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                data-search-field
                aria-describedby="home-search-hint"
                className={fieldClass}
              />
              <Button type="submit" look="primary">
                <Search aria-hidden className="size-4" />
                Search
              </Button>
            </div>
            <p id="home-search-hint" className="mt-1 text-dense text-text-2">
              Trade, name, place or license number
              {snapshot &&
                snapshot.contractors > 0 &&
                ` – ${formatCount(snapshot.contractors)} licenses in all`}
            </p>
          </form>
        </search>
      </section>
      <section aria-label="What you can do here">
        <ul className="grid gap-4 sm:grid-cols-3">
          {abilities.map(({ Icon, title, text }) => (
            <li key={title} className="rounded-card border border-divider bg-surface p-4">
              <Icon aria-hidden className="mb-3 size-6 text-link" />
              <h2 className="font-semibold">{title}</h2>
              <p className="mt-1 text-dense text-text-2">{text}</p>
            </li>
          ))}
        </ul>
        <Link
          to="/contractors"
          className="mt-4 inline-flex min-h-11 items-center gap-1.5 font-semibold text-link underline-offset-4 hover:underline"
        >
          Browse contractors by county
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </section>
    </div>
  );
}

/** The way to membership, and for a person who is signed in the way to the own home page. */
function WayIn() {
  const me = useSignedIn();
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
      {me ? (
        <Link to="/home" className={buttonClass('primary')}>
          Go to your home page
        </Link>
      ) : (
        <>
          <Link to="/join" className={buttonClass('primary')}>
            Join NAMC
          </Link>
          <span className="text-dense text-text-2">It takes about three minutes.</span>
        </>
      )}
    </p>
  );
}
