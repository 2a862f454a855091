import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NounWords } from './skeleton.ts';

/**
 * Refuses a noun whose name is taken, before anything is written.
 * @throws Error that names the folder, file, table, address or procedures with that name.
 */
export function refuseTaken(directory: string, files: string[], { folder, table, many }: NounWords): void {
  const refuse = (reason: string) => {
    throw new Error(`A noun cannot be called "${folder}": ${reason}. Choose another name.`);
  };
  const places = [
    `packages/db/src/${folder}`,
    `packages/db/src/${folder}.ts`,
    `apps/api/src/${folder}`,
    `apps/web/src/features/${folder}`,
    ...files,
  ];
  const taken = places.find((path) => existsSync(join(directory, path)));
  if (taken) refuse(`${taken} exists already`);
  const migration = sqlFiles(directory).find((file) => file.endsWith(`_add_${table}.sql`));
  if (migration) refuse(`drizzle/${migration} exists already`);
  if (tableNames(directory).has(table)) refuse(`the table ${table} exists already`);
  if (read(directory, 'apps/api/src/router.ts').includes(`\n  ${many}: `)) {
    refuse(`apps/api/src/router.ts has procedures with this name`);
  }
  const route = routes(directory).find((path) => firstPart(path) === folder);
  if (route) refuse(`apps/web/src/routes/${route} has its address`);
  const { exports = {} } = JSON.parse(read(directory, 'packages/db/package.json') || '{}');
  const entry = Object.keys(exports).find((key) => key.startsWith(`./${folder}/`));
  if (entry) refuse(`packages/db/package.json exports "${entry}"`);
}

const read = (directory: string, path: string) =>
  existsSync(join(directory, path)) ? readFileSync(join(directory, path), 'utf8') : '';

function sqlFiles(directory: string): string[] {
  const folder = join(directory, 'drizzle');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sql')) : [];
}

/** Every table and view that a migration makes. */
function tableNames(directory: string): Set<string> {
  const create =
    /\bcreate\s+(?:or\s+replace\s+)?(?:table|(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?"?(\w+)/gi;
  return new Set(
    sqlFiles(directory).flatMap((file) =>
      [...read(directory, `drizzle/${file}`).matchAll(create)].map(([, name = '']) => name),
    ),
  );
}

function routes(directory: string): string[] {
  const folder = join(directory, 'apps/web/src/routes');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
}

/** `contractors` for `_public/contractors/$licenseNumber.tsx`: a folder with `_` is not part of the address. */
const firstPart = (path: string) =>
  path
    .split('/')
    .find((part) => !part.startsWith('_'))
    ?.replace(/\..*$/, '');
