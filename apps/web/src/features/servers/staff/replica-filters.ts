import { type ReplicationRange, replicationRanges } from '@namc/inputs/servers';

/** The filter in the address of the page. An empty address shows the last day. */
export interface ReplicaFilters {
  range?: ReplicationRange | undefined;
}

/** Reads the address. An unknown value becomes the usual one, and the usual one stays out of the address. */
export function readReplicaFilters(search: { range?: unknown }): ReplicaFilters {
  const range = replicationRanges.find((one) => one === search.range);
  return range && range !== '1d' ? { range } : {};
}

export const replicaRangeWords: Record<ReplicationRange, [short: string, long: string]> = {
  '1h': ['1 hour', 'the last hour'],
  '6h': ['6 hours', 'the last 6 hours'],
  '1d': ['1 day', 'the last day'],
  '7d': ['7 days', 'the last 7 days'],
  '30d': ['30 days', 'the last 30 days'],
  '90d': ['90 days', 'the last 90 days'],
};
