import { Link } from '@tanstack/react-router';
import { MapPin, ShieldCheck } from 'lucide-react';
import type { Me } from '../accounts/me.ts';

/** Two things to do when nothing needs the person. */
export function Suggestions({ me }: { me: Me }) {
  const link = 'font-semibold text-link underline-offset-4 after:absolute after:inset-0 hover:underline';
  const card = 'relative rounded-card border border-divider bg-surface p-4 hover:bg-canvas';
  return (
    <section aria-label="Suggestions" className="space-y-3">
      <p>Nothing to do right now. You could:</p>
      <ul className="grid gap-4 sm:grid-cols-2">
        <li className={card}>
          <MapPin aria-hidden className="mb-3 size-6 text-link" />
          <Link to="/contractors" className={link}>
            Find contractors near you
          </Link>
          <p className="mt-1 text-dense text-text-2">
            Search by trade around a ZIP code or a city, in a list and on a map.
          </p>
        </li>
        {!me.hasTwoFactor && (
          <li className={card}>
            <ShieldCheck aria-hidden className="mb-3 size-6 text-link" />
            <Link to="/settings" className={link}>
              Set up two-step sign-in
            </Link>
            <p className="mt-1 text-dense text-text-2">
              A stolen password alone won’t open your account. It takes a minute and an authenticator app.
            </p>
          </li>
        )}
      </ul>
    </section>
  );
}
