import { expect, it } from 'vitest';
import { checkWords } from './words.ts';

const problemsOf = (path: string, text: string) =>
  checkWords([{ path, text }]).map(({ line, problem }) => `${line}: ${problem}`);

it.each([
  ['apps/web/src/features/a/page.tsx', '<p>This link is good no more.</p>', 'good no more'],
  ['apps/web/src/features/a/page.tsx', "label('E-mail address')", 'E-mail'],
  ['apps/api/src/a/begin.ts', "'If it is yours, write to us.'", 'write to us'],
  ['packages/inputs/src/a.ts', "'is one of the commonest passwords'", 'commonest'],
  ['packages/db/src/a/letters.ts', "'Someone, probably you, asked for it.'", 'Someone, probably you'],
  ['packages/db/src/a/refusals.ts', "'Nobody waits for this any more.'", 'any more'],
])('%s may not say %s', (path, text, found) => {
  expect(problemsOf(path, `const a = 1;\n${text}`)).toEqual([
    expect.stringMatching(new RegExp(`^2: says “${found}” to people`)),
  ]);
});

it('letters contract, and other texts may do without', () => {
  expect(problemsOf('packages/db/src/a/letters.ts', "'If you did not ask for it, ignore it.'")).toEqual([
    '1: says “did not” in a letter: contract it',
  ]);
  expect(problemsOf('packages/db/src/a/letters.ts', "'If you didn’t ask for it, ignore it.'")).toEqual([]);
  expect(problemsOf('apps/api/src/a/b.ts', "'The database did not answer.'")).toEqual([]);
});

it('leaves comments, tests and code that nobody reads alone', () => {
  expect(problemsOf('apps/web/src/a.ts', '/* whoever */\n// e-mail\nconst a = 1; // at any time')).toEqual(
    [],
  );
  expect(problemsOf('apps/web/src/a.test.ts', "'e-mail'")).toEqual([]);
  expect(problemsOf('packages/db/src/engine/a.ts', "'whoever'")).toEqual([]);
});
