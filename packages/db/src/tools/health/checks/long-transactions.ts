import { defineCheck, judgeLargest, rowsWithServer, spanInWords } from '../check.ts';

export const longTransactions = defineCheck({
  name: 'long-transactions',
  area: 'connections',
  question: 'Has a transaction been open for too long?',
  unit: 'seconds',
  place: 'every server',
  limits: { warn: 60, bad: 300 },
  notEmbedded: 'The embedded database runs one transaction at a time, and the portal watches it by itself.',
  explanation:
    'An open transaction keeps vacuum from removing old rows of every table, and may hold locks. The portal’s own end after seconds. Imports and backups take minutes and are left out here. Ask the person behind the login first, then cancel what it runs.',
  fix: {
    sql: 'select pg_cancel_backend(the_pid)',
    lock: 'Takes no lock. The transaction is rolled back.',
  },
  // Walsenders and workers of the server are no transactions of anybody. Without a snapshot or an id nothing is held back.
  statement: (sql) => sql<
    { pid: number; login: string; application: string; state: string; seconds: number }[]
  >`
    select pid, usename::text as login, application_name as application, state,
           extract(epoch from clock_timestamp() - xact_start)::float8 as seconds
    from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() and xact_start is not null
      and (backend_xmin is not null or backend_xid is not null)
      and application_name !~ '^(pg_dump|pg_basebackup|pgbackrest)' and usename is distinct from 'portal_import'
    order by xact_start limit 20`,
  judge: (answers, limits) => {
    const rows = rowsWithServer(answers);
    const { state, value, row } = judgeLargest(rows, ({ seconds }) => seconds, limits);
    const says =
      row && state !== 'ok'
        ? `A transaction of ${row.login} has been open for ${spanInWords(value)}.`
        : 'No transaction has been open for long.';
    const evidence = rows
      .filter(({ seconds }) => seconds > limits.warn)
      .map((one) => ({ ...one, seconds: Math.round(one.seconds) }));
    return { state, value, says, evidence };
  },
});
