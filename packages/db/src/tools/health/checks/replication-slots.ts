import { defineCheck, judgeLargest, sizeInWords } from '../check.ts';

export const replicationSlots = defineCheck({
  name: 'replication-slots',
  area: 'servers',
  question: 'Do slots hold back so much of the log that the disk could fill?',
  unit: 'MB',
  place: 'every server',
  limits: { warn: 1_024, bad: 4_096 },
  notEmbedded: 'The embedded database has no slots.',
  explanation:
    'A slot keeps the log for a replica that is away, up to max_slot_wal_keep_size. Start the replica again. If it will not come back, drop its slot; the replica has to be made anew then. A slot that is lost keeps nothing any more, and its replica has to be made anew too.',
  fix: {
    sql: `select pg_drop_replication_slot('the_slot')`,
    lock: 'Takes no lock on a table, and is done at once.',
  },
  statement: (sql) => sql<{ slot: string; active: boolean; status: string | null; bytes: number }[]>`
    select slot_name as slot, active, wal_status as status,
           coalesce(greatest(0, (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)
             - restart_lsn), 0)::float8 as bytes
    from pg_replication_slots order by slot_name`,
  judge: (answers, limits) => {
    const rows = answers.flatMap(({ server, rows }) =>
      rows.map(({ bytes, ...row }) => ({ server, ...row, megabytes: Math.round(bytes / 10_000) / 100 })),
    );
    if (rows.length === 0) return { state: 'ok', value: 0, says: 'There are no slots.', evidence: [] };
    const { state, value, row } = judgeLargest(rows, ({ megabytes }) => megabytes, limits);
    const lost = rows.find(({ status }) => status === 'lost' || status === 'unreserved');
    if (lost) {
      const says = `The slot ${lost.slot} has lost a part of the log: its replica has to be made anew.`;
      return { state: 'bad', value, says, evidence: rows };
    }
    const extended = rows.find(({ status }) => status === 'extended');
    const says =
      state === 'ok' && !extended
        ? `The slots hold back ${sizeInWords(value * 1e6)} of the log at most.`
        : `The slot ${(state === 'ok' ? extended : row)?.slot} holds back ${sizeInWords(((state === 'ok' ? extended : row)?.megabytes ?? 0) * 1e6)} of the log.`;
    return { state: state === 'ok' && extended ? 'warn' : state, value, says, evidence: rows };
  },
});
