import { dayWords } from '@namc/inputs/day-words';
import type { Term } from './membership-queries.ts';

const phaseWords: Record<Term['phase'], string> = {
  COMING: 'to come',
  CURRENT: 'now',
  PAST: 'over',
  CANCELED: 'canceled',
  UPGRADED: 'upgraded',
};

/** The terms of a membership, newest first. */
export function TermList({ terms }: { terms: Pick<Term, 'tierName' | 'startsOn' | 'endsOn' | 'phase'>[] }) {
  if (terms.length === 0) return <p className="text-text-2">None yet.</p>;
  return (
    <ul aria-label="Terms" className="max-w-2xl space-y-2">
      {terms.map(({ tierName, phase, startsOn, endsOn }) => (
        <li
          key={`${phase} ${tierName} ${startsOn} ${endsOn}`}
          className="flex flex-wrap items-baseline justify-between gap-x-3 rounded-card border border-divider bg-surface p-3"
        >
          <p>
            <span className="font-semibold break-words">{tierName}</span>{' '}
            <span className="text-dense text-text-2">{phaseWords[phase]}</span>
          </p>
          <p className="text-dense text-text-2">
            {dayWords(startsOn)} to {dayWords(endsOn)}
          </p>
        </li>
      ))}
    </ul>
  );
}
