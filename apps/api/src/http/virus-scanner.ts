import { createReadStream } from 'node:fs';
import type { Settings } from '@namc/db/settings';
import NodeClam from 'clamscan';

/** Returns the name of the virus in a file; undefined for a clean one. Rejects when the scanner does not answer. */
export type VirusScanner = (path: string) => Promise<string | undefined>;

/** A plan of hundreds of megabytes takes the daemon some seconds. */
const longest = 120_000;

/** Asks ClamAV’s daemon about each file, over its socket. The bytes pass as a stream, whatever their number. */
export const virusScanner =
  (place: NonNullable<Settings['virusScanner']>): VirusScanner =>
  async (path) => {
    // It speaks to the socket alone, and runs no program of this machine.
    const scanner = await new NodeClam().init({
      preference: 'none',
      clamscan: { active: false },
      clamdscan: { ...place, active: true, localFallback: false, timeout: longest },
    });
    const { isInfected, viruses } = await scanner.scanStream(createReadStream(path));
    // For a file that it does not scan, one that is too large say, the answer has neither value.
    if (typeof isInfected !== 'boolean') throw new Error('The virus scanner gave no answer.');
    return isInfected ? (viruses[0] ?? 'a virus') : undefined;
  };
