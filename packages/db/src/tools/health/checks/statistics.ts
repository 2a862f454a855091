import { counted, defineCheck, judgeLargest } from '../check.ts';

export const statistics = defineCheck({
  name: 'statistics',
  area: 'tables',
  question: 'Does the server know roughly what is in each table?',
  unit: 'times its own threshold',
  place: 'primary',
  limits: { warn: 3, bad: 20 },
  notEmbedded: 'The embedded database has no autovacuum. Its tables are small.',
  explanation:
    'The server plans each statement by figures that ANALYZE took from a part of the rows. Old figures lead to slow plans. Autovacuum takes them again when enough rows changed. A partitioned table has figures of its own, which autovacuum never takes: somebody has to, once it has rows, and again when they change much.',
  fix: {
    sql: 'analyze the_table',
    lock: 'ShareUpdateExclusive: reads and writes go on. It takes seconds.',
  },
  // A crash forgets when a table was analyzed last, and not whether a partitioned one ever was.
  statement: (sql) => sql<
    {
      table: string;
      changedRows: number;
      threshold: number;
      lastAnalyze: string | null;
      ratio: number | null;
    }[]
  >`
    select t.relname as table, t.n_mod_since_analyze::float8 as "changedRows", limits.threshold,
           greatest(t.last_autoanalyze, t.last_analyze)::text as "lastAnalyze",
           t.n_mod_since_analyze / limits.threshold as ratio
    from pg_stat_user_tables t join pg_class c on c.oid = t.relid, lateral (
      select (coalesce(max(option_value) filter (where option_name = 'autovacuum_analyze_threshold'),
                       current_setting('autovacuum_analyze_threshold'))::float8
        + coalesce(max(option_value) filter (where option_name = 'autovacuum_analyze_scale_factor'),
                   current_setting('autovacuum_analyze_scale_factor'))::float8 * greatest(c.reltuples, 0)) as threshold
      from pg_options_to_table(c.reloptions)
    ) limits
    where c.relkind = 'r' and t.n_mod_since_analyze > 10000 and t.n_mod_since_analyze > limits.threshold
      and coalesce(greatest(t.last_autoanalyze, t.last_analyze), '-infinity') < now() - interval '5 minutes'
    union all
    select p.oid::regclass::text, null, null, null, null
    from pg_class p
    where p.relkind = 'p' and p.reltuples < 0 and not p.relispartition
      and (select sum(c.reltuples) from pg_partition_tree(p.oid) tree join pg_class c on c.oid = tree.relid
           where tree.isleaf and c.reltuples > 0) > 10000
    order by ratio desc nulls last limit 20`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, value, row } = judgeLargest(rows, ({ ratio }) => ratio ?? 0, limits);
    const never = rows.filter(({ ratio }) => ratio === null);
    const evidence = rows.map(({ ratio, threshold, ...one }) => ({
      ...one,
      threshold: threshold === null ? null : Math.round(threshold),
      ratio: ratio === null ? null : Math.round(ratio * 10) / 10,
    }));
    if (row && state !== 'ok') {
      const says = `${row.table} has ${row.changedRows.toLocaleString('en-US')} rows that changed since its figures were taken, ${Math.round(value)} times what autovacuum waits for.`;
      return { state, value, says, evidence };
    }
    if (never.length > 0) {
      const names = never.map(({ table }) => table).join(', ');
      const says = `Nobody has taken figures of ${counted(never.length, 'partitioned table')}: ${names}.`;
      return { state: 'warn', value, says, evidence };
    }
    return { state, value, says: 'The server knows roughly what is in each table.', evidence };
  },
});
