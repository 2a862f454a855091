import { join } from 'node:path';
import { type FileStore, fileStore } from '../../engine/file-store.ts';
import type { Settings } from '../../engine/settings.ts';
import { type ExportPlace, exportPlace } from '../maintenance/export-place.ts';

/** The folder of the embedded database, the store of files, and where backups go, as the settings have them. */
export function backupPlaceOf({
  dataDirectory,
  fileStore: store,
  backups,
}: Pick<Settings, 'dataDirectory' | 'fileStore' | 'backups'>): {
  directory: string;
  fileStore: FileStore;
  place: ExportPlace;
} {
  return {
    directory: dataDirectory,
    fileStore: fileStore(store),
    place: exportPlace(backups, join(dataDirectory, 'backup-work')),
  };
}
