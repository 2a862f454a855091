import { checkSync } from 'recheck';
import type { Problem } from './checks.ts';
import { assembledPatterns } from './laws.ts';
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
        if (!pattern) {
          if (assembledPatterns.includes(file)) return [];
          return [{ file, line, problem: 'puts a regular expression together: write it as a literal' }];
        }
        if (!isExponential(pattern)) return [];
        return [
          { file, line, problem: `/${pattern.source}/ can read one text in many ways, and tries them all` },
        ];
      }),
    );
}

/** Only a group that repeats can hold a text that is read in many ways, and the search for one takes a while. */
const repeatsGroup = /\)[*+{]/;

function isExponential({ source, flags }: RegExp): boolean {
  if (!repeatsGroup.test(source)) return false;
  // Without the limits of time and of attempts the answer is the same on every machine.
  const found = checkSync(source, flags, { checker: 'automaton', timeout: null });
  return found.status === 'vulnerable' && found.complexity.type === 'exponential';
}
