import { defineCheck, judgeLargest } from '../check.ts';

export const oldestXmin = defineCheck({
  name: 'oldest-xmin',
  area: 'tables',
  question: 'Does somebody keep the server from removing rows that are no more?',
  unit: 'transactions',
  place: 'primary',
  limits: { warn: 1_000_000, bad: 10_000_000 },
  notEmbedded: 'The embedded database runs one transaction at a time.',
  explanation:
    'The server keeps each deleted row as long as somebody could still ask for it: an open transaction, a slot, a transaction that was prepared and never ended, or a long read on a replica. The number says how many transactions began since the oldest of them. Vacuum works in vain until that one ends.',
  fix: {
    sql: 'select pg_terminate_backend(the_pid)',
    lock: 'Takes no lock. A slot is dropped with pg_drop_replication_slot, a prepared transaction with rollback prepared.',
  },
  statement: (sql) => sql<{ holder: string; name: string; pid: number | null; transactions: number }[]>`
    select * from (
      select 'a session' as holder, coalesce(usename::text, backend_type) || ' (' || application_name || ')' as name, pid,
             greatest(age(backend_xmin), age(backend_xid))::float8 as transactions
      from pg_stat_activity
      where coalesce(backend_xmin, backend_xid) is not null and backend_type <> 'walsender' and pid <> pg_backend_pid()
      union all
      select 'a replica that reads', application_name, pid, age(backend_xmin)::float8
      from pg_stat_replication where backend_xmin is not null
      union all
      select 'a slot', slot_name::text, active_pid, greatest(age(xmin), age(catalog_xmin))::float8
      from pg_replication_slots where coalesce(xmin, catalog_xmin) is not null
      union all
      select 'a prepared transaction', gid, null, age(transaction)::float8 from pg_prepared_xacts
    ) held order by transactions desc limit 20`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, value, row } = judgeLargest(rows, ({ transactions }) => transactions, limits);
    const says =
      row && state !== 'ok'
        ? `${row.holder.replace(/^a/, 'A')}, ${row.name}, keeps rows that were deleted in the last ${value.toLocaleString('en-US')} transactions.`
        : 'Nobody keeps old rows for long.';
    return { state, value, says, evidence: rows };
  },
});
