import { fileStore } from '@namc/db/file-store';
import type { Importing } from './jobs.ts';
import { workFolder } from './work-folder.ts';

/** For a worker that imports nothing. */
export const noImports: Importing = {
  url: undefined,
  embedded: false,
  store: fileStore('/nowhere'),
  findVirus: async () => undefined,
  folder: workFolder('/nowhere'),
};
