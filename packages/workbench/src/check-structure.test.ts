import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findStructureProblems } from './check-structure.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const exported = {
  '.': './src/engine/database.ts',
  './errors': './src/engine/errors.ts',
  './testing/direct-client': './src/engine/connection.ts',
  './testing/*': './src/tools/testing/*.ts',
  './engine/*': null,
  './*/queries': './src/*/queries.ts',
};
const packages = {
  'packages/inputs/package.json': '{ "name": "@namc/inputs", "exports": { "./*": "./src/*.ts" } }',
  'packages/db/package.json': JSON.stringify({ name: '@namc/db', exports: exported }),
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

it('accepts a tree in which every import goes the right way', () => {
  expect(
    problemsOf({
      'packages/inputs/src/events.ts': `import { z } from 'zod/mini'; export const event = z.string();`,
      'packages/db/src/engine/database.ts': `import postgres from 'postgres'; export const a = postgres;`,
      'packages/db/src/engine/errors.ts': 'export const failure = 1;',
      'packages/db/src/engine/columns/citext.ts': 'export const citext = 1;',
      'packages/db/src/events/tables.ts': `import { citext } from '../engine/columns/citext.ts'; export const b = citext;`,
      'packages/db/src/events/queries.ts': `import { b } from './tables.ts'; export const c = \`select id from \${b}\`;`,
      'packages/db/src/events/commands/register.ts': `import { c } from '../queries.ts'; export const d = c;`,
      'packages/db/src/events/events.test.ts': `import { d } from './commands/register.ts'; import '../tools/testing/test-database.ts'; d;`,
      'packages/db/src/audit/seal/seal.ts': 'export const seal = 1;',
      'packages/db/src/tools/testing/test-database.ts': 'export const e = 1;',
      'packages/db/src/tools/cli/portal.ts': `import { d } from '../../events/commands/register.ts'; d;`,
      'apps/api/src/events/router.ts': `import { c } from '@namc/db/events/queries'; import { failure } from '@namc/db/errors'; import { a } from '@namc/db'; import { event } from '@namc/inputs/events'; export const f = { find: publicProcedure.input(event).query(() => [a, c, failure]) };`,
      'apps/api/src/router.ts': `import { f } from './events/router.ts'; export const router = { events: f };`,
      'apps/web/src/lib/api.ts': `import type { router } from '@namc/api/router-types'; export type R = typeof router;`,
      'apps/web/src/features/events/event-list.tsx': `import type { R } from '../../lib/api.ts'; export const text = (r: R) => <p>Select a place from the list: it's {r}</p>;`,
      'apps/web/src/routes/__root.tsx': `import { text } from '../features/events/event-list.tsx'; export const Route = text;`,
      'apps/web/src/routes/events.$event.tsx': 'export const Route = 1;',
    }),
  ).toEqual([]);
});

const apiFile = 'apps/api/src/a.ts';
const webFile = 'apps/web/src/a.ts';
const dbFile = 'packages/db/src/engine/a.ts';

describe('an import is refused', () => {
  it.each([
    ['of Node in the inputs', 'packages/inputs/src/a.ts', `import 'node:fs';`, 'may not import node:fs'],
    [
      'of the database in the inputs',
      'packages/inputs/src/a.ts',
      `import '@namc/db';`,
      'may not import @namc/db',
    ],
    [
      'of the large zod in the inputs',
      'packages/inputs/src/a.ts',
      `import { z } from 'zod';`,
      'may not import zod',
    ],
    ['of the large zod in the pages', webFile, `import { z } from 'zod';`, 'may not import zod'],
    ['of the API in the database', dbFile, `import '@namc/api/b';`, 'may not import @namc/api/b'],
    ['of a web server in the database', dbFile, `import 'hono';`, 'may not import hono'],
    ['of Drizzle in the API', apiFile, `import { sql } from 'drizzle-orm';`, 'may not import drizzle-orm'],
    ['of the driver in the API', apiFile, `const a = await import('postgres');`, 'may not import postgres'],
    ['of the pages in the API', apiFile, `import '@namc/web/b';`, 'may not import @namc/web/b'],
    [
      'of the database in the pages',
      webFile,
      `import type { A } from '@namc/db';`,
      'may not import @namc/db',
    ],
    [
      'of running API code in the pages',
      webFile,
      `import { router } from '@namc/api/router-types';`,
      'may import the types of @namc/api/router-types only',
    ],
    [
      'by a path into another package',
      apiFile,
      `import '../../../packages/db/src/b.ts';`,
      'reaches into packages/db by a path: import it by its package name',
    ],
    [
      'of the engine from outside',
      apiFile,
      `import '@namc/db/engine/database';`,
      'may not import @namc/db/engine/database: packages/db/package.json does not export it',
    ],
    [
      'of a file that the package does not export',
      'packages/workbench/src/a.ts',
      `import '@namc/db/events/tables';`,
      'may not import @namc/db/events/tables: packages/db/package.json does not export it',
    ],
    [
      'of what is for tests',
      apiFile,
      `import '@namc/db/testing/cluster';`,
      'imports @namc/db/testing/cluster, which is for tests only',
    ],
    [
      'of engine code that is exported for tests',
      apiFile,
      `import '@namc/db/testing/direct-client';`,
      'imports @namc/db/testing/direct-client, which is for tests only',
    ],
    [
      'of a noun in the engine',
      dbFile,
      `import '../events/queries.ts';`,
      'the engine may not import nouns (../events/queries.ts)',
    ],
    [
      'of a tool in the engine',
      dbFile,
      `import '../tools/seed/seed.ts';`,
      'the engine may not import tools (../tools/seed/seed.ts)',
    ],
    [
      'of a tool in a noun',
      'packages/db/src/events/queries.ts',
      `import '../tools/seed/seed.ts';`,
      'nouns may not import tools (../tools/seed/seed.ts)',
    ],
    [
      'of queries in tables',
      'packages/db/src/events/tables.ts',
      `import './queries.ts';`,
      'tables may not import queries (./queries.ts)',
    ],
    [
      'of queries in a folder of tables',
      'packages/db/src/events/tables/calendar.ts',
      `import '../queries.ts';`,
      'tables may not import queries (../queries.ts)',
    ],
    [
      'of commands in queries',
      'packages/db/src/events/queries.ts',
      `import './commands.ts';`,
      'queries may not import commands (./commands.ts)',
    ],
    [
      'of a feature in a plain part',
      'apps/web/src/ui/button.tsx',
      `import '../features/events/event-list.tsx';`,
      'ui may not import features (../features/events/event-list.tsx)',
    ],
  ])('%s', (_what, file, text, problem) => {
    expect(problemsOf({ [file]: text })).toContain(`${file}: ${problem}`);
  });
});

describe('a file is refused', () => {
  const empty = (file: string, problem: string): [string, string, string] => [file, '', problem];
  it.each([
    [
      apiFile,
      'const q = `select *\n from users where id = 1`;',
      'holds SQL, which lives in packages/db and drizzle only',
    ],
    [
      webFile,
      `const q = 'UPDATE users SET name = 1';`,
      'holds SQL, which lives in packages/db and drizzle only',
    ],
    [dbFile, `export type * from './b.ts';`, 'only passes on what other files export: import those directly'],
    [
      dbFile,
      'export const a = 1;\n'.repeat(351),
      'has 351 lines, more than 350: make it a folder of the same name',
    ],
    [
      'packages/db/src/events/tables.ts',
      'export const a = 1;\n'.repeat(351),
      'has 351 lines, more than 350: make it a folder of the same name',
    ],
    empty('packages/db/src/events/utils.ts', 'says nothing: name it after what it does, not "utils"'),
    empty(
      'packages/db/src/engine/date-helpers.ts',
      'says nothing: name it after what it does, not "date-helpers"',
    ),
    empty('apps/web/src/ui/Button.tsx', 'is not named in kebab-case'),
    empty('apps/api/src/a.mjs', 'is not TypeScript'),
    empty('apps/web/src/router.ts', 'belongs in apps/api/src, or has another name'),
    empty(
      'apps/api/src/events/policy.ts',
      'belongs in the procedures that it decides about, or has another name',
    ),
    empty('packages/db/src/tables.ts', 'belongs in packages/db/src/<noun>, or has another name'),
    empty('apps/api/src/events/queries.ts', 'belongs in packages/db/src/<noun>, or has another name'),
    empty('apps/api/src/a.sql', 'belongs in drizzle or packages/db, or has another name'),
    empty(
      'apps/web/src/ui/button.test.tsx',
      'belongs in src beside the code, as .test.ts, or has another name',
    ),
    empty('apps/web/src/a.spec.ts', 'belongs in apps/web/e2e, as .spec.ts, or has another name'),
    empty('apps/api/src/a.stub.ts', 'has ".stub" in its name, which means nothing here'),
    empty('notes.txt', 'does not belong at the top of the repository'),
    empty('packages/db/src/open.ts', 'belongs in a noun, in engine or in tools'),
    empty(
      'packages/db/src/events/rules.ts',
      'is not a part that nouns have: see nounVocabulary in structure/laws.ts',
    ),
    empty('apps/api/src/events/nothing.test.ts', 'stands beside nothing that it tests: move it there'),
  ])('%s: %#', (file, text, problem) => {
    expect(problemsOf({ [file]: text })).toContain(`${file}: ${problem}`);
  });

  it('once, when its folder has a name that says nothing', () => {
    expect(problemsOf({ 'apps/api/src/common/a.ts': '', 'apps/api/src/common/b.ts': '' })).toEqual([
      'apps/api/src/common: says nothing: name it after what it does, not "common"',
    ]);
  });

  it('for a folder of a noun that another noun has', () => {
    expect(problemsOf({ 'packages/db/src/events/import/a.ts': '' })).toEqual([
      'packages/db/src/events/import: is not a part that nouns have: see nounVocabulary in structure/laws.ts',
    ]);
  });
});

describe('a procedure says itself who may call it', () => {
  const router = 'apps/api/src/events/router.ts';

  it('each one, and not the file', () => {
    const text = `const reading = staffProcedure('events.read');
export const events = {
  list: publicProcedure.query(() => 1),
  listOwn: signedInProcedure.input(a).query(() => 1),
  close: staffProcedure('events.edit').input(a).mutation(() => 1),
  get: reading.input(a).query(() => 1),
};`;
    expect(problemsOf({ [router]: text })).toEqual([
      `${router}: has a procedure that begins with "reading": name who may call it (publicProcedure, signedInProcedure or staffProcedure)`,
    ]);
  });

  it('in the router of its noun, and not in the list of routers', () => {
    const text = 'export const router = { a: publicProcedure.query(() => 1) };';
    expect(problemsOf({ 'apps/api/src/router.ts': text })).toEqual([
      'apps/api/src/router.ts: defines a procedure: it holds one line for each noun, whose own router does',
    ]);
  });
});

describe('folders may not import one another in a circle', () => {
  it('in the data layer, even when no two files do', () => {
    expect(
      problemsOf({
        'packages/db/src/bids/queries/list.ts': `import '../../events/queries/list.ts';`,
        'packages/db/src/events/queries/list.ts': '',
        'packages/db/src/events/queries/find.ts': `import '../../bids/tables.ts'; import '../../bids/queries/list.ts';`,
        'packages/db/src/bids/tables.ts': `import '../events/tables.ts';`,
        'packages/db/src/events/tables.ts': '',
      }),
    ).toEqual([
      'packages/db/src/bids: is in a circle: packages/db/src/bids → packages/db/src/events → packages/db/src/bids ' +
        '(packages/db/src/bids/queries/list.ts imports packages/db/src/events/queries/list.ts; ' +
        'packages/db/src/events/queries/find.ts imports packages/db/src/bids/queries/list.ts)',
    ]);
  });

  it('in the engine, the API with the files beside its folders, and the features', () => {
    const circles = problemsOf({
      'packages/db/src/engine/routing/a.ts': `import '../secrets/b.ts';`,
      'packages/db/src/engine/secrets/b.ts': '',
      'packages/db/src/engine/secrets/c.ts': `import type { D } from '../routing/d.ts'; export type C = D;`,
      'packages/db/src/engine/routing/d.ts': 'export type D = 1;',
      'apps/api/src/context.ts': `import './sign-in/a.ts';`,
      'apps/api/src/sign-in/a.ts': '',
      'apps/api/src/sign-in/b.ts': `import '../context.ts';`,
      'apps/web/src/features/bids/a.ts': `import '../shell/b.ts';`,
      'apps/web/src/features/shell/b.ts': '',
      'apps/web/src/features/shell/c.ts': `export const c = () => import('../bids/d.ts');`,
      'apps/web/src/features/bids/d.ts': '',
    }).map((problem) => problem.replace(/ \(.*/, ''));
    expect(circles).toEqual([
      'apps/api/src/context.ts: is in a circle: apps/api/src/context.ts → apps/api/src/sign-in → apps/api/src/context.ts',
      'apps/web/src/features/bids: is in a circle: apps/web/src/features/bids → apps/web/src/features/shell → apps/web/src/features/bids',
      'packages/db/src/engine/routing: is in a circle: packages/db/src/engine/routing → packages/db/src/engine/secrets → packages/db/src/engine/routing',
    ]);
  });

  it('which names the shortest of many circles, once', () => {
    const nouns = ['bids', 'courses', 'events', 'jobs', 'projects', 'support'];
    const files = nouns.flatMap((noun, at) => [
      [`packages/db/src/${noun}/queries.ts`, `import '../${nouns[(at + 1) % nouns.length]}/seed.ts';`],
      [`packages/db/src/${noun}/seed.ts`, noun === 'projects' ? `import '../jobs/seed.ts';` : ''],
    ]);
    const circles = problemsOf(Object.fromEntries(files)).filter((problem) => problem.includes('circle'));
    expect(circles.map((problem) => problem.replace(/ \(.*/, ''))).toEqual([
      'packages/db/src/jobs: is in a circle: packages/db/src/jobs → packages/db/src/projects → packages/db/src/jobs',
    ]);
  });

  it('while tables and other leaves of nouns may refer to one another', () => {
    expect(
      problemsOf({
        'packages/db/src/bids/tables.ts': `import '../events/tables.ts';`,
        'packages/db/src/events/tables.ts': `import '../engine/a.ts';`,
        'packages/db/src/engine/a.ts': '',
        'packages/db/src/events/queries.ts': `import '../bids/tables.ts'; import './letters.ts';`,
        'packages/db/src/events/letters.ts': '',
        'packages/db/src/bids/queries/list.ts': `import '../../events/tables.ts';`,
      }),
    ).toEqual([]);
  });
});

describe('a write of a noun', () => {
  const command = 'packages/db/src/events/commands.ts';
  const problem = `${command}: writes by hand what tx.orm can: see setBasedWrites in structure/laws.ts`;

  it.each([
    'insert into events (id, title)\n values (1, 2)',
    'INSERT INTO events VALUES (1)',
    'insert into events (id) overriding system value values (1)',
    'insert into events (id) values (1) on conflict (id) do update set id = 2',
    'update events set title = 1',
    'update events e\n set title = 1',
    'delete from events where id = 1',
  ])('by hand is refused: %s', (text) => {
    expect(problemsOf({ [command]: `const write = sql\`${text}\`;` })).toEqual([problem]);
  });

  it.each([
    [command, 'insert into events (id) select id from meetings on conflict (id) do update set title = 1'],
    [command, 'with ended as (delete from events returning id) select count(*) from ended'],
    [command, 'select id from events for update of events'],
    [command, 'select end_events(1)'],
    ['packages/db/src/contractors/import/merge.ts', 'delete from contractor_words'],
    ['packages/db/src/engine/queue/install.ts', 'delete from jobs'],
    ['packages/db/src/events/queries.fixture.ts', 'delete from events'],
  ])('in %s may be %s', (file, text) => {
    expect(problemsOf({ [file]: `const write = sql\`${text}\`;` })).toEqual([]);
  });
});

it.each([
  'packages/db/src/events/commands.ts',
  'packages/db/src/tools/cli/events.ts',
  'packages/workbench/src/bench/events.ts',
  'apps/api/src/events/router.ts',
])('finds an actor of the system that %s makes by hand', (file) => {
  expect(problemsOf({ [file]: `const system = {\n  kind: 'system', name: 'x' };` })).toEqual([
    `${file}: makes an actor by hand: call systemActor`,
  ]);
  expect(problemsOf({ [file]: `type System = { kind: 'system' }; const of = 'system';` })).toEqual([]);
});

describe('a regular expression', () => {
  const file = 'packages/inputs/src/events.ts';
  const problem = (source: string) =>
    `${file}: /${source}/ can read one text in many ways, and tries them all`;

  it.each(['(a+)+b', '^(?:[0-9]{1,18},?)*~', '(?:a|a)*$', '(?:\\w+\\s?)+x'])(
    'that a text can keep busy without end is refused: %s',
    (source) => {
      expect(problemsOf({ [file]: `export const form = /${source}/;` })).toEqual([problem(source)]);
    },
  );

  it.each(['^[0-9]{1,18}(?:,[0-9]{1,18})*~', '^(?:[\\w-]+\\.)+x', '\\s+$'])('may be %s', (source) => {
    expect(problemsOf({ [file]: `export const form = /${source}/;` })).toEqual([]);
    expect(problemsOf({ 'apps/web/e2e/a.spec.ts': 'export const form = /(a+)+b/;' })).toEqual([]);
  });

  it('is a literal, so that it can be read here', () => {
    expect(problemsOf({ [file]: `export const form = (word: string) => new RegExp('^' + word);` })).toEqual([
      `${file}: puts a regular expression together: write it as a literal`,
    ]);
  });
});

it('lets tests arrange rows in SQL and import what is for tests', () => {
  expect(
    problemsOf({
      'apps/api/src/a.ts': '',
      'apps/api/src/a.test.ts': `import { testDatabase } from '@namc/db/testing/test-database'; testDatabase().owner\`delete from users\`;`,
    }),
  ).toEqual([]);
});

it('reads the documents', () => {
  expect(
    problemsOf({
      'package.json': '{ "scripts": { "verify": "" } }',
      'README.md': 'Run `npm run verify`, `npm run lint` or `portal migrate status`; see `docs/words.md`.',
      'docs/guide.md': 'Run `portal migrate undo`.',
    }),
  ).toEqual([
    'docs/guide.md: names "portal migrate undo", which does not exist',
    'README.md: names "npm run lint", which package.json does not have',
    'README.md: names docs/words.md, which does not exist',
  ]);
});
