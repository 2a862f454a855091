import { measuredFromBytes } from '@namc/inputs/maintenance';
import { systemActor } from '../../../engine/actors.ts';
import { forgetGoneIndexes, recordIndexMeasurement } from '../../../maintenance/commands.ts';
import { counted, sizeInWords } from '../../health/check.ts';
import { type JobOfMaintenance, type MaintenanceWork, Skipped, Stopped } from '../job.ts';
import { findMeasuringSchema, type MeasuredIndex, measureIndex } from '../measure-index.ts';

/** One that would shrink by less than this is left alone. */
const leastGain = 0.3;
/** REINDEX waits for transactions that are open, and holds up nobody meanwhile. The portal ends a statement after 15 s. */
const patience = '20s';

/** Rebuilds indexes that a measurement, and no estimate, shows to be bloated, one at a time and without blocking anybody. */
export const reindex: JobOfMaintenance = {
  name: 'reindex',
  limitSeconds: 3 * 3_600,
  needsOwner: true,
  notEmbedded: 'The embedded database cannot rebuild an index beside its readers. Its indexes are small.',
  run: async (work) => {
    const { statement, part, progress } = work;
    await removeBroken(work);
    const schema = await statement(findMeasuringSchema);
    if (schema === undefined) {
      throw new Skipped(
        'Nothing can be measured without the extension pgstattuple: a superuser runs docker/postgres/database.sql.',
      );
    }
    const large = await statement(
      (sql) => sql<{ index: string; bytes: number }[]>`
      select c.oid::regclass::text as index, pg_relation_size(c.oid)::float8 as bytes
      from pg_class c join pg_index i on i.indexrelid = c.oid join pg_am a on a.oid = c.relam
      where c.relkind = 'i' and a.amname = 'btree' and i.indisvalid and not i.indisexclusion
        and c.relnamespace::regnamespace::text !~ '^pg_' and pg_has_role(c.relowner, 'usage')
        and pg_relation_size(c.oid) >= ${measuredFromBytes}
      order by bytes desc`,
    );
    await work.db.write(system, forgetGoneIndexes, { name: 'maintenance' });
    let rebuilt = 0;
    for (const [at, { index, bytes }] of large.entries()) {
      await progress(`measuring ${index}, ${at + 1} of ${large.length}`);
      const before = await measure(work, schema, index);
      if (before.wasted < leastGain * bytes) continue;
      rebuilt += 1;
      await progress(`rebuilding ${index}, ${at + 1} of ${large.length}`);
      await part(index, before, async () => {
        try {
          await statement(async (sql) => {
            await sql`select set_config('lock_timeout', ${patience}, false)`;
            await sql.unsafe(`reindex index concurrently ${index}`);
          });
        } catch (error) {
          await impatient(work);
          // What cannot be removed now is removed by the next run.
          await removeBroken(work, error instanceof Stopped).catch(() => undefined);
          throw error;
        }
        await impatient(work);
        const after = await measure(work, schema, index);
        return { outcome: 'done', message: `${sizeInWords(bytes - after.bytes)} less.`, after };
      });
    }
    return rebuilt === 0
      ? `${counted(large.length, 'large index', 'large indexes')} measured, and none is bloated.`
      : `${counted(rebuilt, 'index', 'indexes')} of ${large.length} measured ${rebuilt === 1 ? 'was' : 'were'} bloated.`;
  },
};

const system = systemActor('maintenance');

const impatient = ({ tidy }: MaintenanceWork) =>
  tidy((sql) => sql`select set_config('lock_timeout', '2s', false)`);

/** Measures an index, and stores it for the check of bloated indexes. */
async function measure(
  { db, statement }: MaintenanceWork,
  schema: string,
  index: string,
): Promise<MeasuredIndex> {
  const found = await statement((sql) => measureIndex(sql, schema, index));
  if (!found) return { bytes: 0, density: 100, wasted: 0 };
  const record = { name: 'maintenance' };
  await db.write(system, (tx) => recordIndexMeasurement(tx, { indexName: index, ...found }), record);
  const { filenode: _, ...measured } = found;
  return measured;
}

/** Drops the half-built copies that a rebuilding left when it was stopped or its server or runner died. */
async function removeBroken({ statement, tidy, part }: MaintenanceWork, isStopped = false): Promise<void> {
  const run = isStopped ? tidy : statement;
  const left = await run(
    (sql) => sql<{ index: string; bytes: number }[]>`
    select i.indexrelid::regclass::text as index, pg_relation_size(i.indexrelid)::float8 as bytes
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' and c.relkind = 'i' and pg_has_role(c.relowner, 'usage')
      and i.indexrelid not in (select index_relid from pg_stat_progress_create_index)`,
  );
  const drop = (index: string) => run((sql) => sql.unsafe(`drop index concurrently ${index}`));
  for (const { index, bytes } of left) {
    if (isStopped) await drop(index);
    else {
      await part(index, { bytes }, async () => {
        await drop(index);
        return { outcome: 'done', message: 'Removed what a broken rebuilding left.', after: { bytes: 0 } };
      });
    }
  }
}
