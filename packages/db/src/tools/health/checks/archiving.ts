import { defineCheck, spanInWords, stateOf } from '../check.ts';

export const archiving = defineCheck({
  name: 'archiving',
  area: 'safety',
  question: 'Does the log of the server reach its archive?',
  unit: 'seconds',
  place: 'primary',
  limits: { warn: 120, bad: 600 },
  notEmbedded: 'The embedded database has no archive.',
  mayStayUnknown: true,
  explanation:
    'A restore can go to the last part of the log that was archived, so a late archive is data that can be lost. While archiving fails, the server keeps the log, and its disk fills. Look at the server’s log for what archive_command says: the store may be away or full.',
  // A server that writes nothing archives nothing, and that is no fault.
  statement: (sql) => sql<
    {
      mode: string;
      archived: string | null;
      lastArchived: Date | null;
      lastFailed: Date | null;
      failed: number;
      waitedSeconds: number | null;
      hasMore: boolean;
    }[]
  >`
    select current_setting('archive_mode') as mode, last_archived_wal as archived, last_archived_time as "lastArchived",
           last_failed_time as "lastFailed", failed_count as failed,
           extract(epoch from now() - coalesce(last_archived_time, stats_reset))::float8 as "waitedSeconds",
           current_setting('archive_timeout') <> '0'
             and substr(last_archived_wal, 9, 16) is distinct from substr(pg_walfile_name(pg_current_wal_lsn()), 9, 16) as "hasMore"
    from pg_stat_archiver`,
  judge: ([answer], limits) => {
    const [row] = answer?.rows ?? [];
    if (!row || row.mode === 'off') {
      const says = 'No backup is configured: the server archives no log (archive_mode is off).';
      return { state: 'unknown', value: null, says };
    }
    const evidence = [
      {
        archived: row.archived,
        lastArchived: row.lastArchived?.toISOString() ?? null,
        lastFailed: row.lastFailed?.toISOString() ?? null,
        failed: row.failed,
      },
    ];
    const waited = row.waitedSeconds ?? 0;
    if (row.lastFailed && row.lastFailed.getTime() > (row.lastArchived?.getTime() ?? 0)) {
      const says = `The last try to archive the log failed. The last one that worked was ${row.lastArchived ? `${spanInWords(waited)} ago` : 'never'}.`;
      return { state: 'bad', value: waited, says, evidence };
    }
    const state = row.hasMore ? stateOf(waited, limits) : 'ok';
    const says =
      state === 'ok'
        ? 'The log reaches its archive.'
        : `The log was last archived ${spanInWords(waited)} ago.`;
    return { state, value: waited, says, evidence };
  },
});
