import { setTimeout as wait } from 'node:timers/promises';
import { Refused } from '../errors.ts';
import { isHolding, readHolder } from './lock.ts';
import { socketUrl } from './private-folder.ts';
import { startEmbedded } from './start.ts';
import { embeddedVersion } from './version.ts';

/**
 * Opens the embedded database over `directory` for as long as the caller needs it. Uses the database of a running
 * portal, or else starts its own.
 * @throws the errors of `startEmbedded`.
 */
export async function openEmbedded(options: {
  directory: string;
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
}): Promise<{ url: string; close(): Promise<void> }> {
  for (let told = false; ; told = true) {
    const holder = readHolder(options.directory);
    if (!holder || !(await isHolding(holder))) return startEmbedded(options);
    if (holder.version !== embeddedVersion) {
      throw new Refused(
        `The portal that is running uses another version of the embedded database (${holder.version}).`,
      );
    }
    if (holder.socket !== null) {
      return { url: socketUrl(holder.socket), close: async () => undefined };
    }
    if (!told) options.onProgress?.('Waiting for the portal to finish starting');
    await wait(250, undefined, options.signal ? { signal: options.signal } : {});
  }
}
