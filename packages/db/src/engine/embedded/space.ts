import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A segment of the write-ahead log: the engine needs that much at once. */
const segmentBytes = 16 * 1024 * 1024;
const noSpace = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** True if the disk, or this user's share of it, takes another segment of the log. It is tried, because quotas tell nothing. */
export function hasSpace(directory: string): boolean {
  const file = join(directory, 'space');
  const part = Buffer.alloc(1024 * 1024);
  try {
    const trial = openSync(file, 'w', 0o600);
    try {
      for (let at = 0; at < segmentBytes; at += part.length) writeSync(trial, part, 0, part.length, at);
    } finally {
      closeSync(trial);
    }
    return true;
  } catch (error) {
    return !noSpace.has((error as NodeJS.ErrnoException).code ?? '');
  } finally {
    rmSync(file, { force: true });
  }
}
