import { PassThrough, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { systemActor } from '../../../engine/actors.ts';
import {
  type DetachedPartition,
  dropExportedPartition,
  listDetachedPartitions,
  type PartitionExport,
  recordExport,
  recordProof,
} from '../../../engine/partitions/partitions.ts';
import { counted, sizeInWords } from '../../health/check.ts';
import { proveExport, writeExport } from '../export-file.ts';
import type { JobOfMaintenance, MaintenanceWork } from '../job.ts';

const system = systemActor('maintenance');

/**
 * Exports each detached partition at once, and drops it at the end of its grace after the export was read back whole. Whatever
 * breaks off leaves the partition, and the next run goes on from there.
 */
export const exportPartitions: JobOfMaintenance = {
  name: 'export-partitions',
  limitSeconds: 3 * 3_600,
  needsOwner: true,
  run: async (work) => {
    const { db, part, progress } = work;
    const detached = await db.read(system, listDetachedPartitions, { name: 'maintenance' });
    let dropped = 0;
    const waiting = detached.filter(({ isDue, exportFile }) => isDue || exportFile === null);
    for (const [at, partition] of waiting.entries()) {
      const { partitionName, isDue } = partition;
      await progress(`${partitionName}, ${at + 1} of ${waiting.length}`);
      await part(partitionName, undefined, async () => {
        const found = exportOf(partition) ?? (await exportOne(work, partitionName));
        await prove(work, partitionName, found);
        const kept = `${counted(found.rows, 'row')} in ${found.file}, ${sizeInWords(found.bytes)}`;
        const after = { ...found };
        if (!isDue) return { outcome: 'done', message: `Exported: ${kept}.`, after };
        const isDropped = await db.write(
          system,
          (tx) => dropExportedPartition(tx, partitionName, found.sha256),
          {
            name: 'maintenance',
          },
        );
        if (!isDropped) throw new Error('Another export of it was recorded meanwhile.');
        dropped += 1;
        return { outcome: 'done', message: `Dropped after its export was read back: ${kept}.`, after };
      });
    }
    if (waiting.length === 0) return 'No partition waits for its export.';
    return `${counted(waiting.length, 'partition')} past retention, ${dropped} dropped.`;
  },
};

function exportOf({
  exportFile,
  exportRows,
  exportBytes,
  exportSha256,
}: DetachedPartition): PartitionExport | undefined {
  if (exportFile === null || exportRows === null || exportBytes === null || exportSha256 === null)
    return undefined;
  return { file: exportFile, rows: exportRows, bytes: exportBytes, sha256: exportSha256 };
}

/** Rows and their number are of one snapshot. */
async function exportOne(
  { db, statement, exports }: MaintenanceWork,
  name: string,
): Promise<PartitionExport> {
  const found = await statement((sql) =>
    sql.begin('isolation level repeatable read read only', async (tx) => {
      // Backups read each partition by itself.
      await tx`set local role backup_role`;
      const [{ rows } = { rows: 0 }] = await tx<
        { rows: number }[]
      >`select count(*)::float8 as rows from ${tx(name)}`;
      const stream: Readable = await tx
        .unsafe(`copy (select * from only "${name}") to stdout with (format csv, header)`)
        .readable();
      const ended = finished(stream).catch(() => undefined);
      try {
        return { ...(await writeExport(exports, name, spared(stream))), rows };
      } catch (error) {
        // No transaction ends while its copy is under way.
        await ended;
        throw error;
      }
    }),
  );
  await db.write(system, (tx) => recordExport(tx, name, found), { name: 'maintenance' });
  return found;
}

/** An export that is no good is made anew by the next run, because the partition is still there. */
async function prove({ db, exports }: MaintenanceWork, name: string, found: PartitionExport): Promise<void> {
  try {
    await proveExport(exports, found);
  } catch (error) {
    await db.write(system, (tx) => recordExport(tx, name, undefined), { name: 'maintenance' });
    throw error;
  }
  await db.write(system, (tx) => recordProof(tx, name), { name: 'maintenance' });
}

/** The driver waits forever for a reader that went away, so what nobody wants any longer is read to its end. */
function spared(stream: Readable): Readable {
  const reader = new PassThrough();
  stream.on('error', (error) => reader.destroy(error));
  reader.on('close', () => {
    stream.unpipe(reader);
    stream.resume();
  });
  return stream.pipe(reader);
}
