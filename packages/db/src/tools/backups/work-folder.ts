import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../engine/embedded/lock.ts';
import { Busy } from '../../engine/errors.ts';

/** The folder below the data folder in which a backup is made and read back. It goes when the backup has ended. */
const folderName = 'backup-work';

/**
 * Takes the work folder for this process, empty. What a killed process left there goes first.
 * @throws Busy while another process has it.
 */
export async function takeWorkFolder(
  directory: string,
): Promise<{ path: string; release: () => Promise<void> }> {
  const path = join(directory, folderName);
  const holder = join(directory, `${folderName}.pid`);
  for (;;) {
    try {
      await writeFile(holder, String(process.pid), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(await readFile(holder, 'utf8').catch(() => ''));
    if (pid > 0 && isAlive(pid)) throw new Busy(`Another backup is running (process ${pid}).`);
    await rm(holder, { force: true });
  }
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    path,
    release: async () => {
      await rm(path, { recursive: true, force: true });
      await rm(holder, { force: true });
    },
  };
}
