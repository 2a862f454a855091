import { circles } from './circles.ts';
import { isTest, type PackageEntries, packageOf, type SourceFile } from './source-files.ts';
import { isBarrel } from './source-text.ts';

/**
 * Who may import whom: for each part of the tree (the first line that fits counts), the other packages that it may
 * import, what of the outside world it may (`'any'` or a list) and what it may not.
 */
const directions: {
  part: RegExp;
  packages: string[];
  outside: 'any' | string[];
  never?: RegExp;
}[] = [
  { part: /^packages\/inputs\/src\/.*\.test\.ts$/, packages: [], outside: 'any' },
  { part: /^packages\/inputs\//, packages: [], outside: ['zod'] },
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
    never: /^(drizzle-|postgres$|hono|@hono\/|@trpc\/server)/,
  },
];

/** The order inside a package: a file of one line imports from its own line and later ones only. */
const orders: { inside: string; order: [name: string, files: RegExp][] }[] = [
  {
    inside: 'packages/db/src/',
    order: [
      ['commands', /\/(commands\.ts|commands\/|import\/)/],
      ['queries', /\/(queries\.ts|queries\/)/],
      ['tables', /\/tables\.ts$/],
      ['columns', /\/columns\//],
    ],
  },
  {
    inside: 'apps/api/src/',
    order: [
      ['routers', /\/router\.ts$/],
      ['policies', /\/policy\.ts$/],
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

/** What a name promises: a file with such a name stands in these places only. */
const vocabulary: { names: RegExp; places: RegExp; belongs: string }[] = [
  { names: /^router\.ts$/, places: /^apps\/api\/src\/([^/]+\/)?router\.ts$/, belongs: 'apps/api/src' },
  { names: /^policy\.ts$/, places: /^apps\/api\/src\/[^/]+\/policy\.ts$/, belongs: 'apps/api/src/<noun>' },
  { names: /^main\.ts$/, places: /^apps\/api\/src\/main\.ts$/, belongs: 'apps/api/src' },
  {
    names: /^(tables|queries|commands)\.ts$/,
    places: /^packages\/db\/src\/(engine\/)?[^/]+\/[^/]+$/,
    belongs: 'packages/db/src/<noun>',
  },
  { names: /\.sql$/, places: /^packages\/db\//, belongs: 'drizzle or packages/db' },
  { names: /\.(tsx|css)$/, places: /^apps\/web\/src\//, belongs: 'apps/web/src' },
  // Elsewhere the runners do not find them.
  {
    names: /\.spec\.tsx?$/,
    places: /^apps\/web\/e2e\/[^/]+\.spec\.ts$/,
    belongs: 'apps/web/e2e, as .spec.ts',
  },
  {
    names: /\.embedded\.test\.tsx?$/,
    places: /^packages\/[^/]+\/src\/.+\.ts$/,
    belongs: 'packages/*/src, as .embedded.test.ts',
  },
  {
    names: /\.test\.tsx?$/,
    places: /^(packages\/[^/]+\/src|apps\/[^/]+\/(src|build))\/.+\.ts$/,
    belongs: 'src beside the code, as .test.ts',
  },
];

/** What may stand between a TypeScript file's name and its ending. */
const middles = /^(test|embedded\.test|spec|fixture|config|d)$/;

/** The names that may stand at the repository's top, beside names that begin with a dot. */
const topNames = [
  'README.md',
  'apps',
  'biome.json',
  'docker',
  'drizzle',
  'node_modules',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'test-results',
  'tsconfig.base.json',
];

const emptyWords = /^(utils?|helpers?|common|managers?|services?|index|data|info)$/;
const emptyEndings = /-(utils?|helpers?|managers?)$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** The router reads meaning from these names: `__root`, `_member`, `contractors.$license`. */
const routeName = /^(__root|_?[a-z0-9$-]+(\.\$?[a-z0-9_-]+)*)(\.tsx)?$/;
/** Only these know the environment; everything else is told. */
const entryPoints =
  /^(apps\/api\/src\/(main|worker)\.ts|packages\/db\/src\/tools\/cli\/portal\.ts|apps\/web\/(vite|playwright)\.config\.ts|packages\/workbench\/.*)$/;
const longest = 350;
const sqlText =
  /^\s*(?:(?:select|SELECT)\s[\s\S]*\b(?:from|FROM)\s|(?:insert into|INSERT INTO)\s|(?:update|UPDATE)\s+\S+\s+(?:set|SET)\s|(?:delete from|DELETE FROM)\s|(?:with|WITH)\s+\w+\s+(?:as|AS)\s*\(|(?:create|alter|drop|CREATE|ALTER|DROP)\s+(?:table|index|role|schema|TABLE|INDEX|ROLE|SCHEMA)\s|(?:truncate|TRUNCATE)\s)/;

export interface Problem {
  /** Path from the repository's top. */
  file: string;
  line?: number;
  problem: string;
}

export function checkTopNames(names: string[]): Problem[] {
  return names
    .filter((name) => !name.startsWith('.') && !topNames.includes(name))
    .map((name) => ({ file: name, problem: 'does not belong at the top of the repository' }));
}

export function checkNames(paths: string[]): Problem[] {
  const problems: Problem[] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    if (/\.(mjs|cjs|js|mts|cts|jsx)$/.test(path) && path !== 'packages/workbench/bootstrap.mjs') {
      problems.push({ file: path, problem: 'is not TypeScript' });
    }
    const file = path.slice(path.lastIndexOf('/') + 1);
    const misplaced = vocabulary.find(({ names, places }) => names.test(file) && !places.test(path));
    if (misplaced)
      problems.push({ file: path, problem: `belongs in ${misplaced.belongs}, or has another name` });
    const isRoute = path.startsWith('apps/web/src/routes/');
    const middle = /\.(.+)\.tsx?$/.exec(file)?.[1];
    if (middle && !isRoute && !middles.test(middle)) {
      problems.push({ file: path, problem: `has ".${middle}" in its name, which means nothing here` });
    }
    const source = /^([^/]+\/[^/]+\/(?:src|e2e|build))\/(.+)$/.exec(path);
    if (!source) continue;
    const parts = source[2]!.split('/');
    parts.forEach((name, depth) => {
      const here = `${source[1]}/${parts.slice(0, depth + 1).join('/')}`;
      if (folders.has(here)) return;
      folders.add(here);
      const stem = name.replace(/\..*$/, '');
      const allowed = isRoute && depth > 0 ? routeName : kebab;
      if (!allowed.test(name) && name !== 'README.md')
        problems.push({ file: here, problem: 'is not named in kebab-case' });
      if (emptyWords.test(stem) || emptyEndings.test(stem)) {
        problems.push({ file: here, problem: `says nothing: name it after what it does, not "${stem}"` });
      }
    });
  }
  return problems;
}

export function checkImports(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { path, imports } of files) {
    const direction = directions.find(({ part }) => part.test(path));
    if (!direction) continue;
    for (const { specifier, line, typeOnly, target } of imports) {
      const say = (problem: string) => problems.push({ file: path, line, problem });
      const own = packageOf(path);
      if (target === undefined) {
        const { outside, never } = direction;
        if (never?.test(specifier) || (outside !== 'any' && !outside.includes(specifier))) {
          say(`may not import ${specifier}`);
        }
        continue;
      }
      const other = packageOf(target);
      if (other === own) {
        if (target.includes('/src/tools/testing/') && !isTest(path))
          say(`imports ${specifier}, which is for tests only`);
        continue;
      }
      if (specifier.startsWith('.')) say(`reaches into ${other} by a path: import it by its package name`);
      if (!direction.packages.includes(other)) say(`may not import ${specifier}`);
      else if (own === 'apps/web' && other === 'apps/api') {
        if (specifier !== '@namc/api/router-types' || !typeOnly) {
          say('may import the types of @namc/api/router-types only');
        }
      } else if (target.includes('/src/tools/testing/') && !isTest(path) && own !== 'packages/workbench') {
        say(`imports ${specifier}, which is for tests only`);
      }
    }
  }
  return problems;
}

export function checkOrders(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { inside, order } of orders) {
    const rank = (path: string) =>
      path.startsWith(inside) && !isTest(path)
        ? order.findIndex(([, filesOfLine]) => filesOfLine.test(path))
        : -1;
    for (const { path, imports } of files) {
      const from = rank(path);
      if (from < 0) continue;
      for (const { target, specifier, line } of imports) {
        const to = target === undefined ? -1 : rank(target);
        if (to < 0 || to >= from) continue;
        const problem = `${order[from]![0]} may not import ${order[to]![0]} (${specifier})`;
        problems.push({ file: path, line, problem });
      }
    }
  }
  return problems;
}

export function checkCircles(files: SourceFile[]): Problem[] {
  const graph = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ target }) => (target ? [target] : []))]),
  );
  return circles(graph).map((circle) => ({
    file: circle[0]!,
    problem: `imports itself in a circle: ${[...circle, circle[0]].join(' → ')}`,
  }));
}

export function checkContents(files: SourceFile[], entries: PackageEntries): Problem[] {
  const packageFiles = new Set(
    [...entries.values()].map(({ folder, exports }) => join(folder, exports['.'])),
  );
  const problems: Problem[] = [];
  for (const { path, lines, source } of files) {
    const say = (problem: string, line?: number) =>
      problems.push({ file: path, problem, ...(line ? { line } : {}) });
    if (isBarrel(source) && !packageFiles.has(path)) {
      say('only passes on what other files export: import those directly');
    }
    if (lines > longest && !isTest(path) && !path.endsWith('/tables.ts')) {
      say(`has ${lines} lines, more than ${longest}: make it a folder of the same name`);
    }
    if (isTest(path)) continue;
    if (!/^packages\/(db|workbench)\//.test(path)) {
      for (const { text, line } of source.strings) {
        if (sqlText.test(text)) say('holds SQL, which lives in packages/db and drizzle only', line);
      }
    }
    if (!entryPoints.test(path) && /\bprocess\s*\.\s*env\b/.test(source.code)) {
      say('reads the environment: only entry points do, and tell the rest');
    }
    if (path === 'apps/api/src/router.ts' && /\.\s*(query|mutation|subscription)\s*\(/.test(source.code)) {
      say('defines a procedure: it holds one line for each noun, whose own router does');
    }
    if (/^apps\/api\/src\/.+\/router\.ts$/.test(path)) {
      const policy = path.replace(/router\.ts$/, 'policy.ts');
      // Or the procedures say themselves whom they are for.
      const isGuarded = /\b(staffProcedure|signedInProcedure)\b/.test(source.code);
      if (!isGuarded && !files.some((file) => file.path === policy))
        say('has no policy.ts beside it: who may do what?');
    }
  }
  return problems;
}

function join(folder: string, file: string | undefined): string {
  return `${folder}/${(file ?? '').replace(/^\.\//, '')}`;
}
