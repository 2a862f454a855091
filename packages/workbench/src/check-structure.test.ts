import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findStructureProblems } from './check-structure.ts';
import { top } from './top.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const packages = {
  'packages/inputs/package.json': '{ "name": "@namc/inputs", "exports": { "./*": "./src/*.ts" } }',
  'packages/db/package.json':
    '{ "name": "@namc/db", "exports": { ".": "./src/database.ts", "./*": "./src/*.ts" } }',
  'apps/api/package.json': '{ "name": "@namc/api", "exports": { "./router-types": "./src/router.ts" } }',
  'apps/web/package.json': '{ "name": "@namc/web" }',
};

/** The problems of a small tree, as `file: problem`. */
function problemsOf(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'portal-structure-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...packages, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return findStructureProblems(folder).map(({ file, problem }) => `${file}: ${problem}`);
}

describe('the tree', () => {
  it('of this repository keeps its laws', () => {
    expect(findStructureProblems(top)).toEqual([]);
  });

  it('passes when every import goes the right way', () => {
    expect(
      problemsOf({
        'packages/inputs/src/events.ts': `import { z } from 'zod'; export const event = z.string();`,
        'packages/db/src/database.ts': `import postgres from 'postgres'; export const a = postgres;`,
        'packages/db/src/events/tables.ts': `import { citext } from '../columns/citext.ts'; export const b = citext;`,
        'packages/db/src/columns/citext.ts': 'export const citext = 1;',
        'packages/db/src/events/queries.ts': `import { b } from './tables.ts'; export const c = \`select id from \${b}\`;`,
        'apps/api/src/events/policy.ts': 'export const may = true;',
        'apps/api/src/events/router.ts': `import { a } from '@namc/db'; import { may } from './policy.ts'; import { event } from '@namc/inputs/events'; export const d = [a, may, event];`,
        'apps/api/src/router.ts': `import { d } from './events/router.ts'; export const router = { events: d };`,
        'apps/web/src/lib/api.ts': `import type { router } from '@namc/api/router-types'; export type R = typeof router;`,
        'apps/web/src/features/events/event-list.tsx': `import type { R } from '../../lib/api.ts'; export const text = (r: R) => <p>Select a place from the list: it's {r}</p>;`,
        'apps/web/src/routes/__root.tsx': `import { text } from '../features/events/event-list.tsx'; export const Route = text;`,
        'apps/web/src/routes/events.$event.tsx': 'export const Route = 1;',
      }),
    ).toEqual([]);
  });

  it.each([
    [
      'inputs that import more than zod',
      'packages/inputs/src/a.ts',
      `import 'node:fs';`,
      'may not import node:fs',
    ],
    [
      'inputs that import the database',
      'packages/inputs/src/a.ts',
      `import '@namc/db';`,
      'may not import @namc/db',
    ],
    [
      'a database that imports the API',
      'packages/db/src/a.ts',
      `import '@namc/api/b';`,
      'may not import @namc/api/b',
    ],
    ['a database that imports a web server', 'packages/db/src/a.ts', `import 'hono';`, 'may not import hono'],
    [
      'an API with Drizzle',
      'apps/api/src/a.ts',
      `import { sql } from 'drizzle-orm';`,
      'may not import drizzle-orm',
    ],
    [
      'an API with the driver',
      'apps/api/src/a.ts',
      `const a = await import('postgres');`,
      'may not import postgres',
    ],
    [
      'an API that imports the pages',
      'apps/api/src/a.ts',
      `import '@namc/web/b';`,
      'may not import @namc/web/b',
    ],
    [
      'pages that import the database',
      'apps/web/src/a.ts',
      `import type { A } from '@namc/db';`,
      'may not import @namc/db',
    ],
    [
      'pages that run the API',
      'apps/web/src/a.ts',
      `import { router } from '@namc/api/router-types';`,
      'may import the types of @namc/api/router-types only',
    ],
    [
      'a path into another package',
      'apps/api/src/a.ts',
      `import '../../../packages/db/src/b.ts';`,
      'reaches into packages/db by a path: import it by its package name',
    ],
    [
      'code that uses what is for tests',
      'apps/api/src/a.ts',
      `import '@namc/db/testing/cluster';`,
      'imports @namc/db/testing/cluster, which is for tests only',
    ],
    [
      'tables that import queries',
      'packages/db/src/events/tables.ts',
      `import './queries.ts';`,
      'tables may not import queries (./queries.ts)',
    ],
    [
      'queries that import commands',
      'packages/db/src/events/queries.ts',
      `import './commands.ts';`,
      'queries may not import commands (./commands.ts)',
    ],
    [
      'a plain part that knows a feature',
      'apps/web/src/ui/button.tsx',
      `import '../features/events/event-list.tsx';`,
      'ui may not import features (../features/events/event-list.tsx)',
    ],
    [
      'SQL in the API',
      'apps/api/src/a.ts',
      'const q = `select *\n from users where id = 1`;',
      'holds SQL, which lives in packages/db and drizzle only',
    ],
    [
      'SQL in the pages',
      'apps/web/src/a.ts',
      `const q = 'UPDATE users SET name = 1';`,
      'holds SQL, which lives in packages/db and drizzle only',
    ],
    [
      'a barrel',
      'packages/db/src/a.ts',
      `export * from './b.ts';`,
      'only passes on what other files export: import those directly',
    ],
    [
      'a long file',
      'packages/db/src/a.ts',
      'export const a = 1;\n'.repeat(351),
      'has 351 lines, more than 350: make it a folder of the same name',
    ],
    [
      'a name that says nothing',
      'packages/db/src/events/utils.ts',
      '',
      'says nothing: name it after what it does, not "utils"',
    ],
    [
      'a name that ends in nothing',
      'packages/db/src/date-helpers.ts',
      '',
      'says nothing: name it after what it does, not "date-helpers"',
    ],
    ['a name with capitals', 'apps/web/src/ui/Button.tsx', '', 'is not named in kebab-case'],
    ['a file that is not TypeScript', 'apps/api/src/a.mjs', '', 'is not TypeScript'],
    ['a router of the pages', 'apps/web/src/router.ts', '', 'belongs in apps/api/src, or has another name'],
    [
      'tables outside of a noun',
      'packages/db/src/tables.ts',
      '',
      'belongs in packages/db/src/<noun>, or has another name',
    ],
    [
      'queries outside of the database',
      'apps/api/src/events/queries.ts',
      '',
      'belongs in packages/db/src/<noun>, or has another name',
    ],
    ['a file of SQL', 'apps/api/src/a.sql', '', 'belongs in drizzle or packages/db, or has another name'],
    [
      'a test that no runner finds',
      'apps/web/src/ui/button.test.tsx',
      '',
      'belongs in src beside the code, as .test.ts, or has another name',
    ],
    [
      'an end-to-end test beside the code',
      'apps/web/src/a.spec.ts',
      '',
      'belongs in apps/web/e2e, as .spec.ts, or has another name',
    ],
    [
      'a kind of file that nobody knows',
      'apps/api/src/a.stub.ts',
      '',
      'has ".stub" in its name, which means nothing here',
    ],
    ['a file at the top', 'notes.txt', '', 'does not belong at the top of the repository'],
  ])('is refused with %s', (_what, file, text, problem) => {
    expect(problemsOf({ [file]: text })).toContain(`${file}: ${problem}`);
  });

  it('is refused with a name that says nothing for a folder, once', () => {
    expect(problemsOf({ 'apps/api/src/common/a.ts': '', 'apps/api/src/common/b.ts': '' })).toEqual([
      'apps/api/src/common: says nothing: name it after what it does, not "common"',
    ]);
  });

  it('lets tests arrange rows in SQL and import what is for tests', () => {
    expect(
      problemsOf({
        'apps/api/src/a.test.ts': `import { testDatabase } from '@namc/db/testing/test-database'; testDatabase().owner\`delete from users\`;`,
      }),
    ).toEqual([]);
  });
});
