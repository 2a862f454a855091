import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';

export type ServerReplication = inferOutput<typeof api.servers.listReplication>[number];
type Archive = ServerReplication['rows'][number]['archiving'];

/** A server's word about its archive of the log, in one sentence. */
export function archivingInWords({ mode, archived, failed, lastArchivedAt, lastFailedAt }: Archive): string {
  if (mode === 'off') return 'It archives no log (archive_mode is off).';
  const last = lastArchivedAt
    ? `The last file of the log was archived ${formatInstant(lastArchivedAt)}`
    : 'No file of the log has been archived yet';
  const misses =
    failed > 0 && lastFailedAt
      ? `, and ${formatCount(failed)} tries failed, the last one ${formatInstant(lastFailedAt)}`
      : ', and no try failed';
  return `${last}${misses}. It has archived ${formatCount(archived)} files.`;
}
