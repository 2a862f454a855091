import { backupPlaceOf } from '@namc/db/backups/backup-place';
import { isDue } from '@namc/db/backups/is-due';
import { listBackupRuns } from '@namc/db/backups/queries';
import { type BackupSource, takeBackup } from '@namc/db/backups/take-backup';
import type { Settings } from '@namc/db/settings';
import type { Logger } from 'pino';
import { type Job, worker } from '../jobs/job.ts';

/** Where backups come from and go to; undefined for a server, which is not backed up from here. */
export type BackupPlace = Omit<BackupSource, 'db'> | undefined;

/** The embedded database at `url` as the settings have it backed up. */
export const backupsOf = (settings: Settings, url: string): BackupPlace => ({
  url,
  ...backupPlaceOf(settings),
});

/** Makes the backup of the night. */
export const makeBackupJob =
  (place: BackupPlace, logger: Logger): Job =>
  async (db, _payload, signal) => {
    if (!place) return;
    const runs = await db.read(worker, listBackupRuns);
    const last = runs.find(({ provenAt }) => provenAt !== null);
    if (!isDue(new Date(), last?.startedAt)) return;
    const made = await takeBackup(
      { ...place, db },
      { signal, onProgress: (step) => logger.debug({ step }, 'backup') },
    );
    logger.info(made, 'backup made and read back');
  };
