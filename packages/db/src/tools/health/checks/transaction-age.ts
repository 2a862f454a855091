import { defineCheck, judgeLargest } from '../check.ts';

export const transactionAge = defineCheck({
  name: 'transaction-age',
  area: 'tables',
  question: 'How near is the server to the end of its transaction numbers?',
  unit: '%',
  place: 'primary',
  limits: { warn: 15, bad: 50 },
  notEmbedded: 'The embedded database never comes near the end of its transaction numbers.',
  explanation:
    'A server numbers its transactions, and row locks of several transactions, up to two billion, and has to freeze old rows before it gets there. Autovacuum begins at autovacuum_freeze_max_age, which is a tenth of the way: that is the ordinary state. Far above it, something keeps autovacuum from its work: a long transaction, a slot, a prepared transaction or a replica.',
  fix: {
    sql: 'vacuum (freeze) the_table',
    lock: 'ShareUpdateExclusive: reads and writes go on. On a large table it takes minutes.',
  },
  statement: (sql) => sql<{ database: string; transactions: number; multixacts: number; percent: number }[]>`
    select datname::text as database, age(datfrozenxid) as transactions, mxid_age(datminmxid) as multixacts,
           round(greatest(age(datfrozenxid), mxid_age(datminmxid)) / 2147483647.0 * 100, 1)::float8 as percent
    from pg_database order by percent desc, datname`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, value, row } = judgeLargest(rows, ({ percent }) => percent, limits);
    const says = `${row?.database} is at ${value} % of the numbers that a server has.`;
    return { state, value, says, evidence: rows };
  },
});
