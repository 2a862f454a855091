import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectors } from './noun/collect.ts';
import { nounWords } from './noun/skeleton.ts';
import { writeNoun } from './noun.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-noun-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

beforeAll(() => {
  for (const path of Object.keys(collectors)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(top, path), join(folder, path));
  }
});

it('writes a noun’s words in every notation', () => {
  expect(nounWords('safety-policies')).toMatchObject({
    table: 'safety_policies',
    many: 'safetyPolicies',
    One: 'SafetyPolicy',
    letter: 'safety-policy',
    inWords: 'safety policy',
    title: 'Safety policies',
  });
  expect(nounWords('premises', 'premise').One).toBe('Premise');
});

it('makes the noun’s files, and adds its lines to those that collect the nouns', () => {
  const { made, edited } = writeNoun(folder, 'safety-records');
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

it('leaves a noun alone that exists', () => {
  const before = read('packages/db/src/nouns.ts');
  expect(() => writeNoun(folder, 'safety-records')).toThrow(
    'packages/inputs/src/safety-records.ts exists already.',
  );
  expect(read('packages/db/src/nouns.ts')).toBe(before);
});

it.each([[[]], [['--name', 'Two Words']], [['--name', 'equipment']], [['--nmae', 'records']]])(
  'explains itself when it is called with %j',
  async (args) => {
    const { code, output } = await runNode([join(top, 'packages/workbench/src/noun.ts'), ...args]);
    expect(code).toBe(2);
    expect(output).toContain('npm run noun -- --name certifications');
  },
);
