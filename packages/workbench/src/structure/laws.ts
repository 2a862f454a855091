/** The laws of the tree, as tables. `checks.ts` applies them; Biome's rules hold the rest (see `biome.json`). */

/**
 * The import rules. The first line whose `part` fits a file counts: the other packages it may import, the modules
 * from elsewhere that it may import (`'any'` or a list), and the files that it may never import.
 */
export const directions: {
  part: RegExp;
  packages: string[];
  outside: 'any' | string[];
  never?: RegExp;
}[] = [
  { part: /^packages\/inputs\/src\/.*\.test\.ts$/, packages: [], outside: 'any' },
  { part: /^packages\/inputs\//, packages: [], outside: ['zod/mini'] },
  {
    part: /^packages\/db\//,
    packages: ['packages/inputs'],
    outside: 'any',
    never: /^(hono|@hono\/|@trpc\/|react)/,
  },
  {
    part: /^packages\/workbench\//,
    packages: ['packages/inputs', 'packages/db', 'apps/api'],
    outside: 'any',
  },
  {
    part: /^apps\/api\//,
    packages: ['packages/inputs', 'packages/db'],
    outside: 'any',
    never: /^(drizzle-|postgres$|postgres\/|react)/,
  },
  {
    part: /^apps\/web\/e2e\//,
    packages: ['packages/inputs', 'packages/db'],
    outside: 'any',
    never: /^(drizzle-|postgres$)/,
  },
  {
    part: /^apps\/web\//,
    packages: ['packages/inputs', 'apps/api'],
    outside: 'any',
    never: /^(drizzle-|postgres$|hono|@hono\/|@trpc\/server|zod$)/,
  },
];

/** The order inside a package: a file of one line imports only from its own line and the lines below. */
export const orders: { inside: string; order: [name: string, files: RegExp][] }[] = [
  {
    inside: 'packages/db/src/',
    order: [
      ['tools', /\/src\/tools\//],
      ['nouns', /\/src\/(?!engine\/|tools\/)[^/]+\//],
      ['the engine', /\/src\/engine\//],
    ],
  },
  {
    inside: 'packages/db/src/',
    order: [
      ['commands', /\/(commands\.ts|commands\/|import\/)/],
      ['queries', /\/(queries\.ts|queries\/)/],
      ['tables', /\/tables(\.ts$|\/)/],
      ['columns', /\/columns\//],
    ],
  },
  {
    inside: 'apps/web/src/',
    order: [
      ['routes', /\/src\/routes\//],
      ['features', /\/src\/features\//],
      ['ui', /\/src\/ui\//],
      ['lib', /\/src\/lib\//],
    ],
  },
];

/** Below these, each folder is a room. Rooms import one another without circles, and so do the files beside them. */
export const houses = ['packages/db/src/', 'apps/api/src/', 'apps/web/src/features/'];
/** Here a room is one floor deeper: `engine/routing`, `tools/seed`. */
export const wings = /^(engine|tools)$/;
/** Nouns refer to one another in these files, which import little else. Each is a room of its own. */
export const leaves =
  /^packages\/db\/src\/(engine\/)?[^/]+\/((tables|access|letters|refusals|erasure)\.ts|tables\/[^/]+\.ts)$/;

/** The file names allowed in the folder of a noun in packages/db/src. */
export const nounVocabulary =
  /^((tables|queries|commands|access|letters|refusals|erasure|seed|factory)\.ts|tables|queries|commands|seed|[a-z0-9-]+\.((embedded\.|full\.)?test|fixture)\.ts)$/;
/** Additional names in the folder of one noun. */
export const ofOneNoun: Record<string, string[]> = {
  audit: ['seal'],
  contractors: ['import', 'standing'],
  mail: ['layout.ts', 'prepare.ts', 'preview.ts', 'render.ts'],
  places: [
    'README.md',
    'areas.ts',
    'city-case.ts',
    'extract-zip-codes.ts',
    'load-places.ts',
    'local-names.ts',
    'short-names.ts',
    'zip-codes.tsv',
  ],
};
/** The names allowed beside the nouns, engine and tools. */
export const besideNouns = /^(database|nouns)(\.test)?\.ts$/;

/** Tests of migrations and of several nouns together, which no file of code stands for. */
export const testsOfNoCode =
  /^(packages\/db\/src\/tools\/access\/(catalog|database-roles|logins|privileges|raw-sql|secret-columns)|apps\/api\/src\/accounts\/owner-and-thief)\.test\.ts$/;

/** The promise of a file name: files with such a name are allowed in these places only. */
export const vocabulary: { names: RegExp; places: RegExp; belongs: string }[] = [
  { names: /^router\.ts$/, places: /^apps\/api\/src\/([^/]+\/)?router\.ts$/, belongs: 'apps/api/src' },
  { names: /^policy\.ts$/, places: /^$/, belongs: 'the procedures that it decides about' },
  { names: /^main\.ts$/, places: /^apps\/api\/src\/main\.ts$/, belongs: 'apps/api/src' },
  {
    names: /^(tables|queries|commands)\.ts$/,
    places: /^packages\/db\/src\/(engine\/)?[^/]+\/[^/]+$/,
    belongs: 'packages/db/src/<noun>',
  },
  { names: /\.sql$/, places: /^packages\/db\//, belongs: 'drizzle or packages/db' },
  { names: /\.(tsx|css)$/, places: /^apps\/web\/src\//, belongs: 'apps/web/src' },
  // The runners find tests in these places only.
  {
    names: /\.spec\.tsx?$/,
    places: /^apps\/web\/e2e\/[^/]+\.spec\.ts$/,
    belongs: 'apps/web/e2e, as .spec.ts',
  },
  {
    names: /\.embedded\.test\.tsx?$/,
    places: /^(packages|apps)\/[^/]+\/src\/.+\.ts$/,
    belongs: 'src beside the code, as .embedded.test.ts',
  },
  {
    names: /\.test\.tsx?$/,
    places: /^(packages\/[^/]+\/src|apps\/[^/]+\/(src|build))\/.+\.ts$/,
    belongs: 'src beside the code, as .test.ts',
  },
];

/** The allowed parts between a TypeScript file's name and its ending. */
export const middles = /^(test|embedded\.test|full\.test|spec|fixture|config|d)$/;

/** The names that may stand at the top of the repository, besides names that begin with a dot. */
export const topNames = [
  'CONTRIBUTING.md',
  'README.md',
  'SECURITY.md',
  'apps',
  'biome.json',
  'docker',
  'docs',
  'drizzle',
  'node_modules',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'test-results',
  'tsconfig.base.json',
];

export const emptyNames =
  /^(utils?|helpers?|common|managers?|services?|index|data|info|.+-(utils?|helpers?|managers?))$/;
export const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** The router reads meaning from these names: `__root`, `_member`, `contractors.$license`. */
export const routeName = /^(__root|_?[a-z0-9$-]+(\.\$?[a-z0-9_-]+)*)(\.tsx)?$/;

/** A procedure begins with one of these, so that it says itself who may call it. */
export const procedures = /^(publicProcedure|signedInProcedure|staffProcedure)$/;
export const mostLines = 350;
export const sqlText =
  /^\s*(?:(?:select|SELECT)\s[\s\S]*\b(?:from|FROM)\s|(?:insert into|INSERT INTO)\s|(?:update|UPDATE)\s+\S+\s+(?:set|SET)\s|(?:delete from|DELETE FROM)\s|(?:with|WITH)\s+\w+\s+(?:as|AS)\s*\(|(?:create|alter|drop|CREATE|ALTER|DROP)\s+(?:table|index|role|schema|TABLE|INDEX|ROLE|SCHEMA)\s|(?:truncate|TRUNCATE)\s)/;

/** Nouns write with `tx.orm`. A write inside `with`, an `insert … select` and a definer function's call stay SQL. */
export const plainWrite =
  /^(?!\s*with\s)[\s\S]*?(?:\binsert\s+into\s+\S+\s*(?:\([^)]*\)\s*)?(?:overriding\s+\w+\s+value\s+)?values\b|\bupdate\s+\S+(?:\s+(?:as\s+)?\w+)?\s+set\s|\bdelete\s+from\s)/i;

export const nounFile = /^packages\/db\/src\/(?!engine\/|tools\/)[^/]+\//;

/** Makes the actors of the system. The model of who may access what has a column of that name. */
export const systemMakers = ['packages/db/src/engine/actors.ts', 'packages/db/src/tools/access/matrix.ts'];

/**
 * Files with a regular expression that `checkPatterns` cannot read, because it is put together when it runs, or looks back.
 * Each is made of constants, or of words that were cleaned of everything with a meaning there. One text is read in one way.
 */
export const patternsReadByEye = [
  'packages/inputs/src/board-codes.ts',
  'packages/inputs/src/filed-date.ts',
  'packages/inputs/src/text.ts',
  'packages/db/src/contractors/import/records.ts',
  'packages/db/src/contractors/queries/number-in-words.ts',
  'packages/db/src/contractors/standing/coverage.ts',
  'packages/db/src/places/queries.ts',
  'packages/db/src/tools/local-servers/pgbouncer-server.ts',
  'apps/api/src/pages/page-document.ts',
  'apps/web/src/features/contractors/typed-words.ts',
];

/** Files of nouns whose set-based writes go through temporary tables, which the builder does not know. */
export const setBasedWrites = [
  'packages/db/src/contractors/import/fresh-lines.ts',
  'packages/db/src/contractors/import/kept-rows.ts',
  'packages/db/src/contractors/import/list-file.ts',
  'packages/db/src/contractors/import/list-rows-before.ts',
  'packages/db/src/contractors/import/merge.ts',
  'packages/db/src/contractors/import/rows-before.ts',
  'packages/db/src/contractors/import/undo.ts',
  'packages/db/src/contractors/import/validation.ts',
  'packages/db/src/contractors/import/ventures.ts',
  'packages/db/src/project-matches/commands/note.ts',
];
