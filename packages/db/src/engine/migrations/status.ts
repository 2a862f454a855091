import type { Transaction } from '../database.ts';
import { Failure } from '../errors.ts';
import { type MigrationFile, readMigrationFiles } from './files.ts';
import { pendingMigrations, readRecords } from './record.ts';

export interface MigrationStatus {
  /** True when every file has run and nothing else has. */
  current: boolean;
  pending: string[];
  /** The disagreement of files and database, in words. Null when they agree. */
  problem: string | null;
}

/** Compares the database with the files of `drizzle/`. */
export async function getMigrationStatus(
  tx: Transaction,
  files: MigrationFile[] = readMigrationFiles(),
): Promise<MigrationStatus> {
  const [table] = await tx.sql<
    { there: boolean }[]
  >`select to_regclass('portal_migrations') is not null as there`;
  if (!table?.there) return { current: false, pending: files.map(({ name }) => name), problem: null };
  try {
    const pending = pendingMigrations(files, await readRecords(tx.sql)).map(({ name }) => name);
    return { current: pending.length === 0, pending, problem: null };
  } catch (error) {
    if (error instanceof Failure) return { current: false, pending: [], problem: error.message };
    throw error;
  }
}
