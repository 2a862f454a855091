/** `npm run format`: formats the code, sorts imports and applies the linter's safe fixes. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { hereOf } from './person-folder.ts';
import { top } from './top.ts';

/** Formats files or folders of `directory`, or everything in it. Returns Biome's exit code: 1 when a problem is left. */
export function format(directory: string, paths: string[], stdio: 'inherit' | 'ignore' = 'inherit'): number {
  const { status } = spawnSync(
    join(top, 'node_modules/.bin/biome'),
    ['check', '--write', '--error-on-warnings', ...paths],
    { cwd: directory, stdio },
  );
  return status ?? 1;
}

if (import.meta.main) {
  const { positionals: names } = readCommandLine(
    'npm run format [-- FILE…]    formats these files or folders, or everything',
    { allowPositionals: true },
  );
  const here = hereOf(process.env);
  process.exitCode = format(
    top,
    names.map((name) => resolve(here, name)),
  );
}
