import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The way in which a file runs: `tx` as one transaction; `no-tx` statement by statement, for statements that PostgreSQL refuses
 * inside one; `backfill` as one statement repeated over key ranges, a transaction each.
 */
export type MigrationMode = 'tx' | 'no-tx' | 'backfill';

export interface MigrationFile {
  /** `0001_contractors` */
  name: string;
  mode: MigrationMode;
  sql: string;
  sha256: string;
}

const migrationsDirectory = fileURLToPath(new URL('../../../../../drizzle', import.meta.url));

/**
 * Returns the files of `drizzle/` sorted by name.
 * @throws Error when a file's first line does not say how it runs.
 */
export function readMigrationFiles(directory = migrationsDirectory): MigrationFile[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), 'utf8');
      const mode = /^-- portal: (tx|no-tx|backfill)\r?\n/.exec(sql)?.[1] as MigrationMode | undefined;
      if (!mode) {
        throw new Error(
          `${file}: the first line must be "-- portal: tx", "-- portal: no-tx" or "-- portal: backfill".`,
        );
      }
      return {
        name: file.slice(0, -'.sql'.length),
        mode,
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      };
    });
}
