import { fileStore } from '@namc/db/file-store';
import type { CollectedFiles } from './jobs.ts';

/** For a worker that collects no files. */
export const noFiles: CollectedFiles = { store: fileStore('/nowhere'), removeOldUploads: async () => {} };
