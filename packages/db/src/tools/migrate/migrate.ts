import { applyMigrations, type MigrateOptions, type MigrateResult } from '../../engine/migrations/migrate.ts';
import { installQueue } from '../../engine/queue/install.ts';
import { loadPlaces } from '../../places/load-places.ts';

/**
 * Brings the whole database up to date: the files in `drizzle/`, then the list of places and the job queue.
 * @throws the errors of `applyMigrations`.
 */
export function migrate(options: Omit<MigrateOptions, 'files' | 'afterwards'>): Promise<MigrateResult> {
  return applyMigrations({
    ...options,
    afterwards: async (owner) => {
      await loadPlaces(owner);
      await installQueue(options.ownerUrl, owner);
    },
  });
}
