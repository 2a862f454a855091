/** Holds the tree to its laws: names, who imports whom, no circles, SQL in its place. The tables are in `structure/rules.ts`. */
import { readdirSync } from 'node:fs';
import {
  checkCircles,
  checkContents,
  checkImports,
  checkNames,
  checkOrders,
  checkTopNames,
  type Problem,
} from './structure/rules.ts';
import { listFiles, readPackageEntries, readSourceFiles } from './structure/source-files.ts';
import { top } from './top.ts';

/** Everything in the tree below `directory` that breaks a rule, in the order of the files. */
export function findStructureProblems(directory: string): Problem[] {
  const paths = listFiles(directory);
  const files = readSourceFiles(directory, paths);
  return [
    ...checkTopNames(readdirSync(directory)),
    ...checkNames(paths),
    ...checkImports(files),
    ...checkOrders(files),
    ...checkCircles(files),
    ...checkContents(files, readPackageEntries(directory, paths)),
  ].sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

if (import.meta.main) {
  const problems = findStructureProblems(top);
  for (const { file, line, problem } of problems) {
    console.log(`${file}${line ? `:${line}` : ''} ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
}
