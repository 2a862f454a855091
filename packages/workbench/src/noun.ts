/** `npm run noun -- --name x`: makes the files of a new noun and adds its lines to the files that collect the nouns. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeMigration } from './migration.ts';
import { collectors } from './noun/collect.ts';
import { nounWords, skeletonFiles, skeletonPolicies } from './noun/skeleton.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const usage = `npm run noun -- --name certifications
npm run noun -- --name premises --singular premise    when the singular is not the plural without its s`;

export interface MadeNoun {
  made: string[];
  edited: string[];
}

/**
 * Writes the skeleton of a noun below `directory`. Returns the paths of the new and of the edited files.
 * @throws Error when one of the new files exists.
 */
export function writeNoun(directory: string, name: string, singular?: string): MadeNoun {
  const words = nounWords(name, singular);
  const files = skeletonFiles(words);
  const taken = Object.keys(files).find((path) => existsSync(join(directory, path)));
  if (taken) throw new Error(`${taken} exists already.`);
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

function readArguments() {
  try {
    const { values } = parseArgs({ options: { name: { type: 'string' }, singular: { type: 'string' } } });
    const { name, singular } = values;
    const kebab = /^[a-z]+(-[a-z]+)*$/;
    if (!name || !kebab.test(name) || !(singular ? kebab.test(singular) : name.endsWith('s')))
      return undefined;
    return { name, singular };
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const read = readArguments();
  if (!read) {
    console.error(`A noun needs a plural name in lower case, with a hyphen between words.\n${usage}`);
    process.exit(2);
  }
  const words = nounWords(read.name, read.singular);
  const { made, edited } = writeNoun(top, read.name, read.singular);
  const migration = makeMigration(top, `add-${read.name}`, false);
  if (!migration) throw new Error('drizzle-kit found no new table.');
  writeFileSync(
    join(top, migration),
    `${readFileSync(join(top, migration), 'utf8').trimEnd()}\n${skeletonPolicies(words)}`,
  );
  await runNode([join(top, 'apps/web/build/generate-routes.ts')]);
  await runNode([
    join(top, 'node_modules/@biomejs/biome/bin/biome'),
    'check',
    '--write',
    ...[...made, ...edited].map((path) => join(top, path)),
  ]);
  console.log(`
New:
  ${[...made, migration].join('\n  ')}
Edited:
  ${edited.join('\n  ')}

Replace the sample column "title", its rules and its words by the noun's own. Then:
1. npm run portal -- diagram --write     draws the new table
2. npm run portal -- migrate             applies ${migration}
3. npm test -- packages/db/src/${read.name}/${read.name}.test.ts packages/db/src/nouns.test.ts
4. Add the page to the menu (features/shell or features/staff-shell) and to apps/web/e2e/page-states.ts.
docs/add-a-noun.md goes through each file.`);
}
