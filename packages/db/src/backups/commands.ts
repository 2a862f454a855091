import { eq, isNull, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { backupRuns } from './tables.ts';

/** The measures of a backup that was read back. `bytes` is the size of its archive. */
export interface ProvenBackup {
  bytes: number;
  files: number;
  sha256: string;
}

/**
 * Ends the runs that nobody works on any more. Only the holder of the work folder calls it: whoever began them is dead. For the
 * system.
 */
export async function failDeadBackups({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(backupRuns)
    .set({ endedAt: text`now()`, problem: 'The process that made it ended before it was done.' })
    .where(isNull(backupRuns.endedAt));
}

/**
 * Begins a backup and returns its id. For the system.
 * @throws Refused while another one runs.
 */
export async function beginBackup(
  { orm }: WriteTransaction,
  backup: { place: string; name: string },
): Promise<string> {
  const [row] = await orm.insert(backupRuns).values(backup).returning({ id: backupRuns.id });
  return row!.id;
}

/** Records that a backup was read back whole. For the system. */
export async function recordProvenBackup(
  { orm }: WriteTransaction,
  { id, ...measured }: ProvenBackup & { id: string },
): Promise<void> {
  await orm
    .update(backupRuns)
    .set({ ...measured, endedAt: text`now()`, provenAt: text`now()` })
    .where(eq(backupRuns.id, id));
}

/** Records why a backup failed, in one line. For the system. */
export async function recordFailedBackup(
  { orm }: WriteTransaction,
  { id, problem }: { id: string; problem: string },
): Promise<void> {
  await orm
    .update(backupRuns)
    .set({ endedAt: text`now()`, problem: problem.replaceAll(/\s+/g, ' ').trim().slice(0, 1_000) })
    .where(eq(backupRuns.id, id));
}

/** Records that a backup is no longer at its place. For the system. */
export async function recordRemovedBackup({ orm }: WriteTransaction, { id }: { id: string }): Promise<void> {
  await orm.update(backupRuns).set({ removedAt: text`now()` }).where(eq(backupRuns.id, id));
}
