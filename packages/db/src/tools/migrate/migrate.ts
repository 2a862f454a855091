import type { SealKey } from '../../audit/seal/entry.ts';
import { sealedMigration } from '../../audit/seal/sealed-migration.ts';
import { applyMigrations, type MigrateOptions, type MigrateResult } from '../../engine/migrations/migrate.ts';
import { installQueue } from '../../engine/queue/install.ts';
import { loadPlaces } from '../../places/load-places.ts';

/**
 * Brings the whole database up to date: the files in `drizzle/`, then the list of places and the job queue. With the
 * sealing key it seals the rules that the files have changed, as an act of the audit trail's chain. Without it, the
 * verification names those changes until `portal audit accept`.
 * @throws the errors of `applyMigrations`.
 */
export function migrate(
  options: Omit<MigrateOptions, 'files' | 'beforehand' | 'afterwards'> & { sealKey?: SealKey | undefined },
): Promise<MigrateResult> {
  const { sealKey, ...rest } = options;
  const sealing = sealedMigration(sealKey, options.embedded);
  return applyMigrations({
    ...rest,
    beforehand: sealing.begin,
    afterwards: async (owner) => {
      await loadPlaces(owner);
      await installQueue(options.ownerUrl, owner);
      await sealing.finish(owner);
    },
  });
}
