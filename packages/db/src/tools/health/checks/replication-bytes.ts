import { counted, defineCheck, judgeLargest, sizeInWords, stateOf } from '../check.ts';

export const replicationBytes = defineCheck({
  name: 'replication-bytes',
  area: 'servers',
  question: 'How much of the log has each replica yet to replay?',
  unit: 'MB',
  place: 'primary',
  limits: { warn: 16, bad: 256 },
  notEmbedded: 'The embedded database has no replicas.',
  explanation:
    'The primary names each replica that receives its log, and how far it is. A replica that is far behind after an import catches up by itself. A replica that has a slot and receives nothing is away: start it again.',
  // A backup receives the log too, and replays nothing.
  statement: (sql) => sql<{ replica: string; state: string; bytes: number | null }[]>`
    select coalesce(nullif(r.application_name, ''), s.slot_name, 'a replica') as replica, coalesce(r.state, 'away') as state,
           case when r.replay_lsn is not null then greatest(0, pg_current_wal_lsn() - r.replay_lsn) end::float8 as bytes
    from (select * from pg_replication_slots where slot_type = 'physical') s
    full join (select * from pg_stat_replication where replay_lsn is not null or state <> 'backup') r on r.pid = s.active_pid
    where r.state is distinct from 'backup'
    order by 1`,
  judge: ([answer], limits) => {
    const rows = (answer?.rows ?? []).map(({ bytes, ...row }) => ({
      ...row,
      megabytes: bytes === null ? null : Math.round(bytes / 10_000) / 100,
    }));
    if (rows.length === 0) return { state: 'not applicable', value: null, says: 'There are no replicas.' };
    const away = rows.filter(({ megabytes }) => megabytes === null);
    const largest = judgeLargest(rows, ({ megabytes }) => megabytes ?? 0, limits);
    if (away.length > 0) {
      const says = `${counted(away.length, 'replica')} of ${rows.length} ${away.length === 1 ? 'does' : 'do'} not receive the log: ${away.map(({ replica }) => replica).join(', ')}.`;
      return {
        state: stateOf(largest.value, limits) === 'bad' ? 'bad' : 'warn',
        value: largest.value,
        says,
        evidence: rows,
      };
    }
    const says =
      largest.state === 'ok'
        ? `${counted(rows.length, 'replica')} ${rows.length === 1 ? 'receives' : 'receive'} the log as it is written.`
        : `${largest.row?.replica} has ${sizeInWords(largest.value * 1e6)} of the log yet to replay.`;
    return { state: largest.state, value: largest.value, says, evidence: rows };
  },
});
