/** `npm run noun -- --name x`: makes the files of a new noun and adds its lines to the files that collect the nouns. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCommandLine, refuse } from './command-line.ts';
import { makeMigration } from './migration.ts';
import { collectors } from './noun/collect.ts';
import { refuseTaken } from './noun/refuse-taken.ts';
import { remember } from './noun/remember.ts';
import {
  hasUnclearSingular,
  type NounWords,
  nounWords,
  skeletonFiles,
  skeletonPolicies,
} from './noun/skeleton.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const usage = `npm run noun -- --name certifications
npm run noun -- --name classes --singular class    when the singular may be more than the plural without its s`;

export interface MadeNoun {
  made: string[];
  edited: string[];
}

/** Writes the skeleton of a noun below `directory`. Returns the paths of the new and of the edited files. */
export function writeNoun(directory: string, words: NounWords): MadeNoun {
  const files = skeletonFiles(words);
  const edited = Object.entries(collectors).map(([path, collect]): [string, string] => [
    path,
    collect(readFileSync(join(directory, path), 'utf8'), words),
  ]);
  for (const [path, text] of [...Object.entries(files), ...edited]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return { made: Object.keys(files), edited: edited.map(([path]) => path) };
}

/**
 * Makes a noun below `directory`: its skeleton, its migration, and the routes of the pages.
 * @throws Error when the name is taken or a step fails. Then every file is as it was before.
 */
export async function makeNoun(
  directory: string,
  words: NounWords,
): Promise<MadeNoun & { migration: string }> {
  const paths = Object.keys(skeletonFiles(words));
  refuseTaken(directory, paths, words);
  const putBack = remember(directory, [
    ...paths,
    ...Object.keys(collectors),
    'apps/web/src/routeTree.gen.ts',
    'drizzle',
  ]);
  try {
    const { made, edited } = writeNoun(directory, words);
    const migration = makeMigration(directory, `add-${words.folder}`, false);
    if (!migration) throw new Error('drizzle-kit found no new table.');
    const text = readFileSync(join(directory, migration), 'utf8');
    writeFileSync(join(directory, migration), `${text.trimEnd()}\n${skeletonPolicies(words)}`);
    await run(directory, ['apps/web/build/generate-routes.ts']);
    await run(directory, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...made, ...edited]);
    return { made, edited, migration };
  } catch (error) {
    putBack();
    throw new Error(`${(error as Error).message}\nNothing was kept: every file is as it was before.`);
  }
}

async function run(directory: string, args: string[]): Promise<void> {
  const { code, output } = await runNode(args, { cwd: directory });
  if (code !== 0) throw new Error(`${args[0]} ended with exit code ${code}:\n${output.trim()}`);
}

if (import.meta.main) {
  const { name, singular } = readCommandLine(usage, {
    options: { name: { type: 'string' }, singular: { type: 'string' } },
  }).values;
  const kebab = /^[a-z]+(-[a-z]+)*$/;
  if (!name || !kebab.test(name) || !(singular ? kebab.test(singular) : name.endsWith('s')))
    refuse('A noun needs a plural name in lower case, with a hyphen between words.', usage);
  if (!singular && hasUnclearSingular(name)) refuse(`Say the singular of "${name}" with --singular.`, usage);
  const { made, edited, migration } = await makeNoun(top, nounWords(name, singular)).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
  console.log(`
New:
  ${[...made, migration].join('\n  ')}
Edited:
  ${edited.join('\n  ')}

Replace the sample column "title", its rules and its words by the noun's own. Then:
1. npm run portal -- diagram --write     draws the new table
2. npm run portal -- migrate             applies ${migration}
3. npm test -- packages/db/src/${name}/${name}.test.ts packages/db/src/nouns.test.ts
4. Add the page to the menu (features/shell or features/staff-shell) and to apps/web/e2e/page-states.ts.
docs/add-a-noun.md goes through each file.`);
}
