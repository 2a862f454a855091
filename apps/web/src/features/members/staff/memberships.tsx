import { dayWords } from '@namc/inputs/day-words';
import type { Account } from './account.ts';

/** The terms of a membership, newest first. */
export function Memberships({ memberships }: Pick<Account, 'memberships'>) {
  return (
    <section aria-label="Memberships" className="space-y-3">
      <h2 className="text-h3 font-semibold">Memberships</h2>
      {memberships.length === 0 && <p className="text-text-2">None yet.</p>}
      <ul className="max-w-2xl space-y-2">
        {memberships.map(({ tierName, status, startsOn, endsOn }) => (
          <li
            key={`${tierName} ${startsOn}`}
            className="flex flex-wrap items-baseline justify-between gap-x-3 rounded-card border border-divider bg-surface p-3"
          >
            <p>
              <span className="font-semibold">{tierName}</span>{' '}
              <span className="text-dense text-text-2">{status.toLowerCase()}</span>
            </p>
            <p className="text-dense text-text-2">
              {dayWords(startsOn)} to {dayWords(endsOn)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
