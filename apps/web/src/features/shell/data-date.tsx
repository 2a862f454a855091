import { useQuery } from '@tanstack/react-query';
import { formatDay } from '../../lib/formats.ts';
import { snapshotQuery } from '../contractors/contractor-queries.ts';

/** Says how old the contractor data is. */
export function DataDate() {
  const { data } = useQuery(snapshotQuery());
  if (!data) return 'Contractor licenses: California Contractors State License Board.';
  return data.asOf
    ? `Contractor licenses as of ${formatDay(data.asOf)}, California Contractors State License Board.`
    : 'No contractor file has been imported yet.';
}

/** The same as a sentence of its own, for places that have just named the board. */
export function LastFile() {
  const { data } = useQuery(snapshotQuery());
  return data?.asOf ? `The portal shows the board’s file of ${formatDay(data.asOf)}.` : null;
}
