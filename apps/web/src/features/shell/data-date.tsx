import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { snapshotQuery } from '../contractors/contractor-queries.ts';

/** Says how old the contractor data is. */
export function DataDate() {
  const { data } = useQuery(snapshotQuery());
  if (!data) return 'Contractor licenses: California Contractors State License Board.';
  return data.asOf
    ? `Contractor licenses as of ${dayWords(data.asOf)}, California Contractors State License Board.`
    : 'No contractor file has been imported yet.';
}

/** The same as a sentence of its own, for places that have just named the board. */
export function LastFile() {
  const { data } = useQuery(snapshotQuery());
  return data?.asOf ? `The portal shows the board’s file of ${dayWords(data.asOf)}.` : null;
}
