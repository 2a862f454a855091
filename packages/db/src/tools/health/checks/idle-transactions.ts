import { defineCheck, judgeLargest, rowsWithServer, spanInWords } from '../check.ts';

export const idleTransactions = defineCheck({
  name: 'idle-transactions',
  area: 'connections',
  question: 'Does a client hold a transaction open and send nothing?',
  unit: 'seconds',
  place: 'every server',
  limits: { warn: 10, bad: 60 },
  notEmbedded: 'The embedded database runs one transaction at a time, and the portal watches it by itself.',
  explanation:
    'Such a client keeps its locks and keeps vacuum from removing old rows, for nothing. It is usually a console that somebody left open, or a program that hangs. The server ends it by itself after idle_in_transaction_session_timeout.',
  fix: {
    sql: 'select pg_terminate_backend(the_pid)',
    lock: 'Takes no lock. The connection is closed, and its transaction is rolled back.',
  },
  // The time since the last statement, not the age of the transaction.
  statement: (sql) => sql<{ pid: number; login: string; application: string; seconds: number }[]>`
    select pid, usename::text as login, application_name as application,
           extract(epoch from clock_timestamp() - state_change)::float8 as seconds
    from pg_stat_activity
    where backend_type = 'client backend' and state like 'idle in transaction%' and pid <> pg_backend_pid()
    order by state_change limit 20`,
  judge: (answers, limits) => {
    const rows = rowsWithServer(answers);
    const { state, value, row } = judgeLargest(rows, ({ seconds }) => seconds, limits);
    const says =
      row && state !== 'ok'
        ? `A client of ${row.login} has held a transaction open for ${spanInWords(value)} and sends nothing.`
        : 'No client holds a transaction open without using it.';
    const evidence = rows
      .filter(({ seconds }) => seconds > limits.warn)
      .map((one) => ({ ...one, seconds: Math.round(one.seconds) }));
    return { state, value, says, evidence };
  },
});
