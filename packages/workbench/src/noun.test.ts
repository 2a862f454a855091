import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectors } from './noun/collect.ts';
import { remember } from './noun/remember.ts';
import { hasUnclearSingular, nounWords } from './noun/skeleton.ts';
import { makeNoun, writeNoun } from './noun.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-noun-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function write(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
/** Each folder, and each file with its text. */
const snapshot = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => [path, statSync(join(folder, path)).isFile() ? read(path) : '']);
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

beforeAll(() => {
  for (const path of Object.keys(collectors)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(top, path), join(folder, path));
  }
  for (const noun of ['engine', 'tools', 'events']) mkdirSync(join(folder, 'packages/db/src', noun));
  copyFileSync(join(top, 'packages/db/package.json'), join(folder, 'packages/db/package.json'));
  write(
    'drizzle/0000_tables.sql',
    'CREATE TABLE users (id uuid);\ncreate table if not exists "zip_codes" ();',
  );
  write('drizzle/0001_old.sql', 'select 1;');
  write('drizzle/meta/_journal.json', '{}');
  write('apps/web/src/routes/_member/homes.tsx', '');
  write('apps/web/src/routes/_public/joins.tsx', '');
});

it('writes a noun’s words in every notation', () => {
  expect(nounWords('safety-policies', 'safety-policy')).toMatchObject({
    table: 'safety_policies',
    many: 'safetyPolicies',
    One: 'SafetyPolicy',
    letter: 'safety-policy',
    inWords: 'safety policy',
    title: 'Safety policies',
  });
  expect(nounWords('premises').One).toBe('Premise');
});

it('makes the noun’s files, and adds its lines to those that collect the nouns', () => {
  const { made, edited } = writeNoun(folder, nounWords('safety-records'));
  expect(made.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  expect(edited).toEqual([
    'packages/db/src/nouns.ts',
    'apps/api/src/router.ts',
    'apps/api/src/access.fixture.ts',
  ]);
  const nouns = read('packages/db/src/nouns.ts');
  for (const part of ['Access', 'Letters', 'Refusals', 'Erasure']) {
    expect(nouns.split(`...safetyRecord${part},`)).toHaveLength(2);
  }
  expect(read('apps/api/src/router.ts')).toContain('safetyRecords: safetyRecordsRouter,');
  expect(read('apps/api/src/access.fixture.ts')).toContain("'safetyRecords.list': ['account', {}],");
});

it.each([
  ['safety-records', 'packages/db/src/safety-records exists already'],
  ['engine', 'packages/db/src/engine exists already'],
  ['tools', 'packages/db/src/tools exists already'],
  ['events', 'packages/db/src/events exists already'],
  ['users', 'the table users exists already'],
  ['zip-codes', 'the table zip_codes exists already'],
  ['homes', 'apps/web/src/routes/_member/homes.tsx exists already'],
  ['joins', 'apps/web/src/routes/_public/joins.tsx has its address'],
  ['local-servers', 'packages/db/package.json exports "./local-servers/*"'],
])('leaves alone what is called %s already', async (name, reason) => {
  const before = snapshot();
  await expect(makeNoun(folder, nounWords(name))).rejects.toThrow(
    `A noun cannot be called "${name}": ${reason}. Choose another name.`,
  );
  expect(snapshot()).toEqual(before);
});

it('puts everything back when a later step fails', async () => {
  const before = snapshot();
  // The copy holds no drizzle-kit.
  await expect(makeNoun(folder, nounWords('site-visits'))).rejects.toThrow('Nothing was kept');
  expect(snapshot()).toEqual(before);
});

it('removes a migration that was made before the failure', () => {
  const before = snapshot();
  const putBack = remember(folder, ['drizzle', 'packages/new/deep/file.ts', 'apps/api/src/router.ts']);
  write('drizzle/9999_add_more.sql', 'select 1;');
  write('drizzle/meta/_journal.json', 'changed');
  write('packages/new/deep/file.ts', 'new');
  write('apps/api/src/router.ts', 'changed');
  rmSync(join(folder, 'drizzle/0001_old.sql'));
  putBack();
  expect(snapshot()).toEqual(before);
});

it.each(['classes', 'branches', 'boxes', 'policies', 'statuses', 'dishes'])(
  'asks for the singular of %s',
  (name) => {
    expect(hasUnclearSingular(name)).toBe(true);
  },
);

it('asks for the singular on the command line, and writes nothing', async () => {
  const { code, output } = await runNode([join(top, 'packages/workbench/src/noun.ts'), '--name', 'classes']);
  expect(code).toBe(2);
  expect(output).toContain('Say the singular of "classes" with --singular.');
  expect(existsSync(join(top, 'packages/db/src/classes'))).toBe(false);
});

it('refuses a taken name in words on the command line', async () => {
  const { code, output } = await runNode([join(top, 'packages/workbench/src/noun.ts'), '--name', 'tools']);
  expect([code, output.trim()]).toEqual([
    1,
    'A noun cannot be called "tools": packages/db/src/tools exists already. Choose another name.',
  ]);
});

it.each([[[]], [['--name', 'Two Words']], [['--name', 'equipment']], [['--nmae', 'records']]])(
  'explains itself when it is called with %j',
  async (args) => {
    const { code, output } = await runNode([join(top, 'packages/workbench/src/noun.ts'), ...args]);
    expect(code).toBe(2);
    expect(output).toContain('npm run noun -- --name certifications');
  },
);
