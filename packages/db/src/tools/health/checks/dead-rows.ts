import type { TransactionClient } from '../../../engine/connection.ts';
import { defineCheck, judgeLargest } from '../check.ts';

export interface TableBehind {
  table: string;
  deadRows: number;
  threshold: number;
  lastVacuum: string | null;
  ratio: number;
}

/**
 * Tables with more dead rows than their own threshold, the worst first. Those with few dead rows reach their threshold often, and
 * cost nothing.
 */
export const listTablesBehind = (sql: TransactionClient) => sql<TableBehind[]>`
    select t.relid::regclass::text as table, t.n_dead_tup::float8 as "deadRows", limits.threshold,
           greatest(t.last_autovacuum, t.last_vacuum)::text as "lastVacuum", t.n_dead_tup / limits.threshold as ratio
    from pg_stat_user_tables t join pg_class c on c.oid = t.relid, lateral (
      select (coalesce(max(option_value) filter (where option_name = 'autovacuum_vacuum_threshold'),
                       current_setting('autovacuum_vacuum_threshold'))::float8
        + coalesce(max(option_value) filter (where option_name = 'autovacuum_vacuum_scale_factor'),
                   current_setting('autovacuum_vacuum_scale_factor'))::float8 * greatest(c.reltuples, 0)) as threshold
      from pg_options_to_table(c.reloptions)
    ) limits
    where t.n_dead_tup > 10000 and t.n_dead_tup > limits.threshold
      and coalesce(greatest(t.last_autovacuum, t.last_vacuum), '-infinity') < now() - interval '5 minutes'
    order by ratio desc limit 20`;

export const deadRows = defineCheck({
  name: 'dead-rows',
  area: 'tables',
  question: 'Does autovacuum keep up with dead rows?',
  unit: 'times its own threshold',
  place: 'primary',
  limits: { warn: 3, bad: 20 },
  notEmbedded: 'The embedded database has no autovacuum. Its tables are small.',
  explanation:
    'Dead rows make a table and its indexes grow and reads slower. Autovacuum removes them when a table has more than its own threshold. A table far above it is waited for by a long transaction, a slot or a replica, or autovacuum is too slow for it. Look at the checks of long transactions and slots first.',
  fix: {
    sql: 'vacuum (analyze) the_table',
    lock: 'ShareUpdateExclusive: reads and writes go on. It lasts as long as the vacuum, seconds to minutes.',
  },
  statement: listTablesBehind,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, value, row } = judgeLargest(rows, ({ ratio }) => ratio, limits);
    const says =
      row && state !== 'ok'
        ? `${row.table} has ${row.deadRows.toLocaleString('en-US')} dead rows, ${Math.round(value)} times what autovacuum waits for.`
        : 'Autovacuum keeps up.';
    const evidence = rows.map(({ ratio, ...one }) => ({
      ...one,
      threshold: Math.round(one.threshold),
      ratio: Math.round(ratio * 10) / 10,
    }));
    return { state, value, says, evidence };
  },
});
