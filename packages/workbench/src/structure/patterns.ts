import { checkSync } from 'recheck';
import type { Problem } from './checks.ts';
import { patternsReadByEye } from './laws.ts';
import { isTest, type SourceFile } from './source-files.ts';

/**
 * Finds regular expressions that can take a time which doubles with each letter of a text that almost matches. One such text
 * stops a process for everybody.
 */
export function checkPatterns(files: SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => !isTest(path) && !path.startsWith('packages/workbench/'))
    .flatMap(({ path: file, patterns }) =>
      patterns.flatMap(({ pattern, line }) => {
        const problem = problemOf(pattern, patternsReadByEye.includes(file));
        return problem === undefined ? [] : [{ file, line, problem }];
      }),
    );
}

/** Only a group that repeats can hold a text that is read in many ways, and the search for one takes a while. */
const repeatsGroup = /\)[*+{]/;

function problemOf(pattern: RegExp | null, isReadByEye: boolean): string | undefined {
  if (!pattern) return isReadByEye ? undefined : 'puts a regular expression together: write it as a literal';
  const { source, flags } = pattern;
  if (!repeatsGroup.test(source)) return undefined;
  // Without a limit of time the answer is the same on every machine.
  const found = checkSync(source, flags, { checker: 'automaton', timeout: null });
  if (found.status === 'unknown' && !isReadByEye) {
    return `/${source}/ is more than the checker reads: write it without looking back, or list the file`;
  }
  if (found.status !== 'vulnerable' || found.complexity.type !== 'exponential') return undefined;
  return `/${source}/ can read one text in many ways, and tries them all`;
}
