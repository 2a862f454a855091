import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { PrintedAt } from '../../ui/print.tsx';
import { ContactLines } from '../settings/contact.tsx';
import type { AppliedFilter } from './applied-filters.ts';
import { snapshotQuery } from './contractor-queries.ts';

/** On paper alone, below a list: what was searched, the source, and when it was printed. */
export function PrintedList({ applied }: { applied: AppliedFilter[] }) {
  const asOf = useQuery(snapshotQuery()).data?.asOf;
  return (
    <div className="hidden space-y-1 text-meta print:block">
      {applied.length > 0 && <p>Search: {applied.map(({ label }) => label).join('; ')}.</p>}
      <p>
        {asOf
          ? `From the file of ${dayWords(asOf)} of the Contractors State License Board (cslb.ca.gov).`
          : 'From the file of the Contractors State License Board (cslb.ca.gov).'}{' '}
        Before you sign a contract, check the license with the board itself.
      </p>
      <PrintedAt />
      <ContactLines />
    </div>
  );
}
