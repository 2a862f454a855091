/** `npm run migration -- --name x`: writes the next file of `drizzle/` from what changed in the tables. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine, refuse } from './command-line.ts';
import { top } from './top.ts';

const usage = `npm run migration -- --name what-it-does             from what changed in tables.ts
npm run migration -- --name what-it-does --custom    an empty file for SQL written by hand`;

/**
 * The migration as it should stand: with the line that says how it runs, and without the quotes that drizzle-kit puts
 * around types it does not know.
 */
export function completeMigration(generated: string, isCustom: boolean): string {
  if (isCustom) return '-- portal: tx\n';
  const unquoted = generated
    .replaceAll(/--> statement-breakpoint\n?/g, '\n')
    .replaceAll(/"((?:geography|geometry)\([^"]*\)|citext|tsvector)"/g, '$1');
  return `-- portal: tx\n${unquoted.trimEnd()}\n`;
}

/** Runs drizzle-kit in `directory`. Returns the path of the file that it made; undefined when no table changed. */
export function makeMigration(directory: string, name: string, isCustom: boolean): string | undefined {
  const folder = join(directory, 'drizzle');
  const list = () => readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const before = new Set(list());
  const { status } = spawnSync(
    process.execPath,
    [
      'packages/db/node_modules/drizzle-kit/bin.cjs',
      'generate',
      '--config=packages/db/drizzle.config.ts',
      `--name=${name.replaceAll('-', '_')}`,
      ...(isCustom ? ['--custom'] : []),
    ],
    // drizzle-kit asks whether a column is new or renamed.
    { cwd: directory, stdio: ['inherit', 'inherit', 'inherit'] },
  );
  if (status !== 0) throw new Error(`drizzle-kit ended with exit code ${status}.`);
  const made = list().find((file) => !before.has(file));
  if (made === undefined) return undefined;
  const path = join(folder, made);
  // drizzle-kit compares with the newest snapshot alone.
  const snapshots = readdirSync(join(folder, 'meta'))
    .filter((file) => file.endsWith('_snapshot.json'))
    .sort();
  for (const file of snapshots.slice(0, -1)) rmSync(join(folder, 'meta', file));
  writeFileSync(path, completeMigration(readFileSync(path, 'utf8'), isCustom));
  return `drizzle/${made}`;
}

if (import.meta.main) {
  const { name, custom } = readCommandLine(usage, {
    options: { name: { type: 'string' }, custom: { type: 'boolean', default: false } },
  }).values;
  if (!name || !/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name))
    refuse('A migration needs a name in lower case, with a hyphen between words.', usage);
  const path = makeMigration(top, name, custom);
  if (path === undefined) {
    console.error(`No table has changed, so there is nothing to migrate.\n${usage}`);
    process.exit(1);
  }
  console.log(`
Made ${path}. It can be edited until it lands, and never after that.
1. Read it. A new table needs row-level security and a policy, and text keys a collation. An index on a table in use
   needs CREATE INDEX CONCURRENTLY in a file that begins with "-- portal: no-tx". packages/db/README.md says how.
2. npm run portal -- migrate    applies it
3. npm run verify               checks it, and that tables.ts and the database agree`);
}
