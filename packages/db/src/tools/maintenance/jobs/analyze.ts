import { counted } from '../../health/check.ts';
import type { JobOfMaintenance } from '../job.ts';

/** Refreshes statistics that are old. Autovacuum never does so for the parent of partitions. */
export const analyze: JobOfMaintenance = {
  name: 'analyze',
  limitSeconds: 1_800,
  needsOwner: true,
  notEmbedded: 'The embedded database plans well enough without statistics: its tables are small.',
  run: async ({ statement, part, progress, notices }) => {
    const tables = await statement(
      (sql) => sql<{ table: string; changedRows: number; lastAnalyze: string | null }[]>`
      select s.relid::regclass::text as table, coalesce(leaves.changed, s.n_mod_since_analyze)::float8 as "changedRows",
             greatest(s.last_analyze, s.last_autoanalyze)::timestamptz(0)::text as "lastAnalyze"
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      cross join lateral (
        select coalesce(max(option_value) filter (where option_name = 'autovacuum_analyze_threshold'),
                        current_setting('autovacuum_analyze_threshold'))::float8
          + coalesce(max(option_value) filter (where option_name = 'autovacuum_analyze_scale_factor'),
                     current_setting('autovacuum_analyze_scale_factor'))::float8 * greatest(c.reltuples, 0) as threshold
        from pg_options_to_table(c.reloptions)) limits
      left join lateral (
        select sum(leaf.n_mod_since_analyze) as changed, max(greatest(leaf.last_analyze, leaf.last_autoanalyze)) as newest
        from pg_partition_tree(c.oid) p join pg_stat_user_tables leaf on leaf.relid = p.relid
        where c.relkind = 'p' and p.isleaf) leaves on c.relkind = 'p'
      where pg_has_role(c.relowner, 'usage') and case c.relkind
        when 'p' then s.last_analyze is null
          or s.last_analyze < now() - interval '20 hours' and (leaves.changed > 0 or leaves.newest > s.last_analyze)
        -- A busy table is above its own threshold for a moment.
        else s.n_mod_since_analyze > 2 * limits.threshold end
      order by c.relkind = 'p' desc, 2 desc`,
    );
    for (const [at, { table, changedRows, lastAnalyze }] of tables.entries()) {
      await progress(`${table}, ${at + 1} of ${tables.length}`);
      await part(table, { changedRows, lastAnalyze }, async () => {
        await statement((sql) => sql.unsafe(`analyze (skip_locked) ${table}`));
        const problem = notices.find((notice) => /^skipping|^permission denied|^only .* can /.test(notice));
        if (problem) return { outcome: 'skipped', message: problem };
        const [after] = await statement(
          (sql) => sql<{ rows: number }[]>`
          select reltuples::float8 as rows from pg_class where oid = ${table}::text::regclass`,
        );
        return { outcome: 'done', after: { ...after } };
      });
    }
    return tables.length === 0
      ? 'No statistics are old.'
      : `The statistics of ${counted(tables.length, 'table')} were old or missing.`;
  },
};
