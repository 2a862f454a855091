import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-biome-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: Record<string, string> = {
  '.gitignore': 'node_modules\n',
  'circle/a.ts': `import { b } from './b.ts';\nexport const a = b;\n`,
  'circle/b.ts': `export const b = () => import('./c.ts');\n`,
  'circle/c.ts': `import type { a } from './a.ts';\nexport type C = typeof a;\n`,
  'barrel.ts': `export { b } from './circle/b.ts';\nexport const own = 1;\n`,
  'whole-barrel.ts': `export * from './circle/b.ts';\n`,
  'packages/db/src/events/queries.ts': 'export const home = process.env.HOME;\n',
  'apps/api/src/imported.ts': `import { env } from 'node:process';\nexport const home = env.HOME;\n`,
  'apps/api/src/main.ts': 'export const home = process.env.HOME;\n',
};

it('refuses circles of files (types and lazy imports included), barrels, and a read of the environment', async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  copyFileSync(join(top, 'biome.json'), join(folder, 'biome.json'));
  const { output } = await runProgram(
    join(top, 'node_modules/.bin/biome'),
    ['lint', '--colors=off', '--max-diagnostics=50', '.'],
    { cwd: folder },
  );
  const found = output.matchAll(/^(\S+?):\d+:\d+ lint\/\w+\/(\w+)/gm);
  expect([...found].map(([, file, rule]) => `${file} ${rule}`).sort()).toEqual([
    'apps/api/src/imported.ts noProcessEnv',
    'barrel.ts noBarrelFile',
    'circle/a.ts noImportCycles',
    'circle/b.ts noImportCycles',
    'circle/c.ts noImportCycles',
    'packages/db/src/events/queries.ts noProcessEnv',
    'whole-barrel.ts noBarrelFile',
    'whole-barrel.ts noReExportAll',
  ]);
});
