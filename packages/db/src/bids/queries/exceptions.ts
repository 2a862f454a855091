import type { ListFirmsToExceptInput } from '@namc/inputs/bids';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';

const exception = computed({
  id: 'string',
  /** The end of the firm’s time: that of the last of its exceptions which the reader may tie to it, and never before the deadline. */
  until: 'Date',
  /** The end as it was granted. */
  grantedUntil: 'Date',
  /** The later deadline, or the later exception, that counts in its place. */
  overtakenBy: anyOf(['NOTHING', 'DEADLINE', 'EXCEPTION']),
  grantedAt: 'Date',
  /** Null while it is sealed for the reader, as the reason and the name of who granted it are. */
  firm: 'string | null',
  reason: 'string | null',
  grantor: 'string | null',
  isOwn: 'boolean',
});

/** More time for one firm. */
export type BidException = RowOf<typeof exception>;

/** The exceptions for a project, the oldest first, for its poster, staff, all whose firms have bid, and the firms that have one. */
export async function listBidExceptions(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<BidException[]> {
  return rowsOf(sql, exception)`
    select id, until, granted_until as "grantedUntil", overtaken_by as "overtakenBy", granted_at as "grantedAt", firm, reason, grantor, is_own as "isOwn" from exceptions_of(${projectId})`;
}

const found = computed({ id: 'string', name: 'string', city: 'string | null' });

/**
 * Firms by words of their names, at most eight, for the poster of a project and for staff who manage projects. The poster finds those of
 * the directory.
 */
export async function listFirmsToExcept(
  { sql }: Transaction,
  { projectId, q }: ListFirmsToExceptInput,
): Promise<RowOf<typeof found>[]> {
  if (q.trim() === '') return [];
  return rowsOf(sql, found)`select id, name, city from firms_to_except(${projectId}, ${q})`;
}
