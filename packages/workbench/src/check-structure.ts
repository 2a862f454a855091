/** Holds the tree to its laws. The tables of the laws are in `structure/laws.ts`. */
import { readdirSync } from 'node:fs';
import {
  checkContents,
  checkImports,
  checkNames,
  checkOrders,
  checkTopNames,
  type Problem,
} from './structure/checks.ts';
import { listFiles, readSourceFiles } from './structure/source-files.ts';
import { top } from './top.ts';

/** Everything in the tree below `directory` that breaks a law, in the order of the files. */
export function findStructureProblems(directory: string): Problem[] {
  const paths = listFiles(directory, ['apps', 'packages']);
  const files = readSourceFiles(directory, paths);
  return [
    ...checkTopNames(readdirSync(directory)),
    ...checkNames(paths),
    ...checkImports(files),
    ...checkOrders(files),
    ...checkContents(files),
  ].sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

if (import.meta.main) {
  const problems = findStructureProblems(top);
  for (const { file, line, problem } of problems) {
    console.log(`${file}${line ? `:${line}` : ''} ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
}
