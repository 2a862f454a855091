/** Holds the tree to its laws. The tables of the laws are in `structure/laws.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listPortalCommands } from '@namc/db/portal-commands';
import { listBenchmarks } from './benchmark-names.ts';
import {
  checkActors,
  checkContents,
  checkImports,
  checkNames,
  checkNouns,
  checkOrders,
  checkProcedures,
  checkRooms,
  checkTests,
  checkTopNames,
  checkWrites,
  type Problem,
} from './structure/checks.ts';
import { checkDocuments } from './structure/documents.ts';
import { checkPatterns } from './structure/patterns.ts';
import { listFiles, readSourceFiles } from './structure/source-files.ts';
import { checkWords } from './structure/words.ts';
import { top } from './top.ts';

/** Everything in the tree below `directory` that breaks a law, in the order of the files. */
export function findStructureProblems(directory: string): Problem[] {
  const paths = listFiles(directory, ['apps', 'packages']);
  const files = readSourceFiles(directory, paths);
  const names = readdirSync(directory);
  return [
    ...checkTopNames(names),
    ...checkNames(paths),
    ...checkNouns(paths),
    ...checkTests(files, paths),
    ...checkImports(files),
    ...checkOrders(files),
    ...checkRooms(files),
    ...checkContents(files),
    ...checkWrites(files),
    ...checkActors(files),
    ...checkProcedures(files),
    ...checkPatterns(files),
    ...checkWords(files.map(({ path }) => ({ path, text: readFileSync(join(directory, path), 'utf8') }))),
    ...checkDocuments(directory, [...names, ...listFiles(directory, ['docs']), ...paths], {
      scripts: readScripts(directory),
      portal: listPortalCommands(),
      benchmarks: listBenchmarks(directory),
    }),
  ].sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

function readScripts(directory: string): string[] {
  const manifest = join(directory, 'package.json');
  return existsSync(manifest) ? Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).scripts ?? {}) : [];
}

if (import.meta.main) {
  const problems = findStructureProblems(top);
  for (const { file, line, problem } of problems) {
    console.log(`${file}${line ? `:${line}` : ''} ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
}
