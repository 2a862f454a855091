import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramResult, runNode } from './run-program.ts';
import { top } from './top.ts';

const web = join(top, 'apps/web');
const built = join(web, 'dist');
const stamp = join(built, '.source-hash');
/** The build goes here and is then moved, so that a running portal always has complete pages. Vite needs a relative path. */
const next = 'node_modules/.pages-next';
const previous = join(web, 'node_modules/.pages-previous');

const sources = [
  'apps/web/src',
  'apps/web/build',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/vite-painter.config.ts',
  'apps/web/bundle-budget.json',
  'apps/web/package.json',
  'packages/inputs/src',
  'packages/db/src/places/zip-codes.tsv',
  'pnpm-lock.yaml',
];

/** A hash of the files below `paths`, which are relative to `directory`. It leaves out tests and generated files. */
export function hashSources(directory: string, paths: string[]): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const whole = join(directory, path);
    if (!existsSync(whole)) return;
    if (statSync(whole).isDirectory()) {
      for (const name of readdirSync(whole).sort()) add(`${path}/${name}`);
    } else if (!/\.(test|gen)\.tsx?$/.test(path)) {
      hash.update(`${path}\n`).update(createHash('sha256').update(readFileSync(whole)).digest());
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** True if `apps/web/dist` was built from the current sources. */
export function arePagesCurrent(): boolean {
  return (
    existsSync(join(built, 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashSources(top, sources)
  );
}

/**
 * Builds `apps/web/dist`. A failed build leaves the old pages in place. `budget` says whether a page over its size budget fails the
 * build, or is only told.
 */
export async function buildPages(
  signal?: AbortSignal,
  budget: 'fail' | 'warn' = 'fail',
): Promise<ProgramResult> {
  const hash = hashSources(top, sources);
  const options = {
    cwd: web,
    env: { NODE_ENV: 'production', BUNDLE_BUDGET: budget },
    ...(signal ? { signal } : {}),
  };
  const result = await runNode(
    ['node_modules/vite/bin/vite.js', 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    options,
  );
  if (result.code !== 0) return result;
  const painter = await runNode(
    [
      'node_modules/vite/bin/vite.js',
      'build',
      ...['--config', 'vite-painter.config.ts', '--outDir', `${next}/painter`, '--logLevel', 'warn'],
    ],
    options,
  );
  if (painter.code !== 0) return painter;
  rmSync(previous, { recursive: true, force: true });
  if (existsSync(built)) renameSync(built, previous);
  renameSync(join(web, next), built);
  writeFileSync(stamp, hash);
  rmSync(previous, { recursive: true, force: true });
  return result;
}
