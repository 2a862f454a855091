import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { listFiles } from './structure/source-files.ts';

/** Test files by the runner that they need; paths from the top of the repository. */
export interface TestFiles {
  integration: string[];
  embedded: string[];
  full: string[];
  browser: string[];
}

const isTestFile = /\.(test|spec)\.ts$/;

/**
 * Finds the test files that a person names: by a path from where the person is, by a path from the top, or by a file
 * name that only one test has (`map` is enough for `map.spec.ts`). Returns a sentence for each name that fits none.
 */
export function findTestFiles(
  names: string[],
  { top, from }: { top: string; from: string },
): TestFiles | { problems: string[] } {
  const found: TestFiles = { integration: [], embedded: [], full: [], browser: [] };
  const problems: string[] = [];
  const tests = listFiles(top, ['apps', 'packages']).filter((path) => isTestFile.test(path));
  for (const name of names) {
    const result = findTestFile(name, tests, { top, from });
    if ('problem' in result) problems.push(result.problem);
    else found[runnerOf(result.path)].push(result.path);
  }
  return problems.length > 0 ? { problems } : found;
}

function findTestFile(
  name: string,
  tests: string[],
  { top, from }: { top: string; from: string },
): { path: string } | { problem: string } {
  for (const folder of [from, top]) {
    const whole = resolve(folder, name);
    if (!existsSync(whole)) continue;
    const path = relative(top, whole);
    if (tests.includes(path)) return { path };
    if (!statSync(whole).isDirectory()) {
      return { problem: `${name} is not a test: name a file that ends in .test.ts or .spec.ts.` };
    }
  }
  const endings = ['', '.spec.ts', '.test.ts'];
  const same = tests.filter((path) => endings.some((ending) => path.endsWith(`/${name}${ending}`)));
  if (same.length === 1) return { path: same[0]! };
  if (same.length > 1) return { problem: `${name} could be ${same.join(' or ')}: name it with its folder.` };
  return { problem: `There is no test file ${name}.` };
}

function runnerOf(path: string): keyof TestFiles {
  if (path.endsWith('.spec.ts')) return 'browser';
  if (path.endsWith('.full.test.ts')) return 'full';
  return path.endsWith('.embedded.test.ts') ? 'embedded' : 'integration';
}
