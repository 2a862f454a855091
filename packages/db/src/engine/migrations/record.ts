import type { Client, TransactionClient } from '../connection.ts';
import { Refused } from '../errors.ts';
import type { MigrationFile } from './files.ts';

/** The database's record of a migration. */
export interface MigrationRecord {
  name: string;
  sha256: string;
  finished: boolean;
  /** `no-tx`: how many of its statements are done. */
  statementsDone: number;
  /** `backfill`: the last finished key. */
  lastKey: string | null;
}

/** The runner makes this table itself, because it has to exist before the first file. */
export const recordTable = `
  create table if not exists portal_migrations (
    name text collate "C" primary key,
    sha256 text not null,
    statements_done integer not null default 0,
    last_key text,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz
  );
  create table if not exists portal_leases (
    name text primary key,
    holder text not null,
    renewed_at timestamptz not null
  )`;

/** The database's records of migrations, in the order of their names. */
export async function readRecords(client: Client | TransactionClient): Promise<MigrationRecord[]> {
  const rows = await client<MigrationRecord[]>`
    select name, sha256, finished_at is not null as finished,
           statements_done as "statementsDone", last_key as "lastKey"
    from portal_migrations order by name`;
  return [...rows];
}

/**
 * Returns the files that still have to run, a half-done one first.
 * @throws Refused when database and files disagree: a file changed after it ran, a file sorts before one that has
 * run, or the files lack a migration that has run.
 */
export function pendingMigrations(files: MigrationFile[], records: MigrationRecord[]): MigrationFile[] {
  const recorded = new Map(records.map((record) => [record.name, record]));
  const known = new Map(files.map((file) => [file.name, file]));
  for (const record of records) {
    const file = known.get(record.name);
    if (!file) {
      throw new Refused(
        `The database has the migration ${record.name}, which this version of the portal does not know: it was made by a newer version.`,
      );
    }
    if (file.sha256 !== record.sha256) {
      throw new Refused(
        `drizzle/${file.name}.sql was changed after it ran on this database: restore the file and add a new one.`,
      );
    }
  }
  const pending = files.filter((file) => !recorded.get(file.name)?.finished);
  const newest = records
    .map((record) => record.name)
    .sort()
    .at(-1);
  for (const file of pending) {
    if (newest !== undefined && file.name < newest) {
      throw new Refused(
        `drizzle/${file.name}.sql comes before ${newest}, which has run already: give the new file a later number.`,
      );
    }
  }
  return pending;
}
