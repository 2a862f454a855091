import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runNode } from './run-program.ts';
import { findTestFiles } from './test-files.ts';
import { top as repository } from './top.ts';

const top = mkdtempSync(join(tmpdir(), 'portal-test-files-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeAll(() => {
  for (const path of [
    'apps/web/e2e/map.spec.ts',
    'apps/web/src/lib/map.ts',
    'packages/db/src/bids/bids.test.ts',
    'packages/db/src/bids/bids.embedded.test.ts',
    'packages/db/src/bids/plans.test.ts',
    'packages/db/src/events/plans.test.ts',
  ]) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), '');
  }
});

const find = (names: string[], from = top) => findTestFiles(names, { top, from });

it('gives each named file to the runner that it needs', () => {
  expect(
    find([
      'packages/db/src/bids/bids.test.ts',
      'packages/db/src/bids/bids.embedded.test.ts',
      'apps/web/e2e/map.spec.ts',
    ]),
  ).toEqual({
    integration: ['packages/db/src/bids/bids.test.ts'],
    embedded: ['packages/db/src/bids/bids.embedded.test.ts'],
    full: [],
    browser: ['apps/web/e2e/map.spec.ts'],
  });
});

it('reads a path from where the person is, and from the top', () => {
  const bids = { integration: ['packages/db/src/bids/bids.test.ts'], embedded: [], full: [], browser: [] };
  expect(find(['bids/bids.test.ts'], join(top, 'packages/db/src'))).toEqual(bids);
  expect(find(['packages/db/src/bids/bids.test.ts'], join(top, 'apps/web'))).toEqual(bids);
});

it('knows a test by its name alone when no other has it', () => {
  const map = { integration: [], embedded: [], full: [], browser: ['apps/web/e2e/map.spec.ts'] };
  expect(find(['map.spec.ts'])).toEqual(map);
  expect(find(['map'])).toEqual(map);
  expect(find(['plans.test.ts'])).toEqual({
    problems: [
      'plans.test.ts could be packages/db/src/bids/plans.test.ts or packages/db/src/events/plans.test.ts: name it with its folder.',
    ],
  });
});

it('refuses a file that is no test, and one that does not exist', () => {
  expect(find(['apps/web/src/lib/map.ts', 'nothing.test.ts'])).toEqual({
    problems: [
      'apps/web/src/lib/map.ts is not a test: name a file that ends in .test.ts or .spec.ts.',
      'There is no test file nothing.test.ts.',
    ],
  });
});

it('lets `npm test` say so before it starts anything', async () => {
  const { code, output } = await runNode([
    join(repository, 'packages/workbench/src/test.ts'),
    'nothing.test.ts',
  ]);
  expect(code).toBe(2);
  expect(output).toContain('There is no test file nothing.test.ts.');
  expect(output).toContain('npm test -- FILE');
});
