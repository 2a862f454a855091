import { counted } from '../../health/check.ts';
import { listTablesBehind } from '../../health/checks/dead-rows.ts';
import type { JobOfMaintenance } from '../job.ts';

/** Removes dead rows where autovacuum is behind its own threshold. It never rewrites a table. */
export const vacuum: JobOfMaintenance = {
  name: 'vacuum',
  limitSeconds: 3_600,
  needsOwner: true,
  notEmbedded: 'The embedded database has no autovacuum to be behind. Its tables are small.',
  run: async ({ statement, part, progress, notices }) => {
    const tables = await statement((sql) => listTablesBehind(sql));
    for (const [at, { table, deadRows, threshold }] of tables.entries()) {
      await progress(`${table}, ${at + 1} of ${tables.length}`);
      const measure = async () => {
        const [row] = await statement(
          (sql) => sql<{ deadRows: number; bytes: number }[]>`
          select n_dead_tup::float8 as "deadRows", pg_table_size(relid)::float8 as bytes
          from pg_stat_user_tables where relid = ${table}::text::regclass`,
        );
        return row ?? { deadRows: 0, bytes: 0 };
      };
      const { bytes } = await measure();
      await part(table, { deadRows, threshold: Math.round(threshold), bytes }, async () => {
        await statement((sql) => sql.unsafe(`vacuum (analyze, skip_locked) ${table}`));
        const problem = notices.find((notice) => /^skipping|^permission denied|^only .* can /.test(notice));
        if (problem) return { outcome: 'skipped', message: problem };
        const after = await measure();
        const left = after.deadRows > deadRows / 2;
        const message = left
          ? `${counted(after.deadRows, 'dead row')} must stay: an open transaction, a slot or a replica may still read them.`
          : undefined;
        return { outcome: 'done', message, after };
      });
    }
    return tables.length === 0
      ? 'Autovacuum keeps up with every table.'
      : `Autovacuum was behind on ${counted(tables.length, 'table')}.`;
  },
};
