/**
 * Loaded into the process of the embedded database before anything else (`--import`): while the file that FULL_DISK names
 * exists, a write that makes a file longer fails as on a disk without space.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const flag = process.env.FULL_DISK ?? '';
const { writeSync } = fs;

fs.writeSync = ((fd: number, ...rest: unknown[]) => {
  const [data, , length, position] = rest as [Uint8Array, number?, number?, number?];
  const end = (position ?? 0) + (length ?? data.length);
  if (typeof position === 'number' && fs.existsSync(flag) && end > fs.fstatSync(fd).size) {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    });
  }
  return Reflect.apply(writeSync, fs, [fd, ...rest]);
}) as typeof writeSync;
syncBuiltinESMExports();
