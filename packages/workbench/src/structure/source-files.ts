import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type ParsedSource, parseSource } from './parse-source.ts';

/** A code file with what the laws ask about it. Paths are relative to the top of the repository. */
export interface SourceFile extends Omit<ParsedSource, 'imports'> {
  path: string;
  lines: number;
  imports: (ParsedSource['imports'][number] & {
    /** The file of this repository that the import means; undefined for a package from elsewhere. */
    target: string | undefined;
    /** The package of this repository whose `exports` do not list what is imported. */
    hiddenBy?: string;
  })[];
}

const skipped = new Set(['node_modules', 'dist', '.data', '.git', 'test-results', 'playwright-report']);
const code = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
const isGenerated = (path: string) => /\.gen\.tsx?$/.test(path);
/** Makes rows of a noun for tests. */
export const isFactory = (path: string) => /^packages\/db\/src\/[^/]+\/factory\.ts$/.test(path);
export const isTest = (path: string) =>
  /\.(test|spec|fixture)\.tsx?$/.test(path) ||
  /^apps\/web\/e2e\//.test(path) ||
  /\/src\/tools\/testing\//.test(path) ||
  isFactory(path);

/** Every file below `folders`, without generated and installed files. */
export function listFiles(top: string, folders: string[]): string[] {
  const paths: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!isGenerated(path)) paths.push(path);
    }
  };
  for (const folder of folders) if (existsSync(join(top, folder))) walk(folder);
  return paths.sort();
}

/** `packages/db` for `packages/db/src/database.ts`. */
export const packageOf = (path: string) => path.split('/').slice(0, 2).join('/');

export function readSourceFiles(top: string, paths: string[]): SourceFile[] {
  const known = new Set(paths);
  const entries = readPackageEntries(top, paths);
  return paths
    .filter((path) => code.test(path))
    .map((path) => {
      const text = readFileSync(join(top, path), 'utf8');
      const { imports, ...parsed } = parseSource(path, text);
      return {
        path,
        lines: text.trimEnd().split('\n').length,
        ...parsed,
        imports: imports.map((found) => ({ ...found, ...resolve(path, found.specifier, entries, known) })),
      };
    });
}

/** The `exports` of each package.json, by package name. */
type PackageEntries = Map<string, { folder: string; exports: Record<string, string | null> }>;

function readPackageEntries(top: string, paths: string[]): PackageEntries {
  const entries: PackageEntries = new Map();
  for (const path of paths.filter((path) => /^[^/]+\/[^/]+\/package\.json$/.test(path))) {
    const { name, exports } = JSON.parse(readFileSync(join(top, path), 'utf8'));
    entries.set(name, { folder: packageOf(path), exports: exports ?? {} });
  }
  return entries;
}

function resolve(
  from: string,
  specifier: string,
  entries: PackageEntries,
  known: Set<string>,
): { target: string | undefined; hiddenBy?: string } {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) {
    const path = posix.join(posix.dirname(from), bare);
    const written = [path, `${path}.ts`, `${path}.tsx`, path.replace(/\.js$/, '.ts')];
    return { target: written.find((each) => known.has(each)) ?? path };
  }
  const [scope, name, ...rest] = bare.split('/');
  const entry = entries.get(`${scope}/${name}`);
  if (!entry) return { target: undefined };
  const file = exported(entry.exports, ['.', ...rest].join('/'));
  // A file that is not exported still belongs to its package, so that the directions hold for it too.
  if (!file) return { target: `${entry.folder}/src/${rest.join('/')}.ts`, hiddenBy: entry.folder };
  return { target: posix.join(entry.folder, file) };
}

/** Finds a subpath as Node does: by its exact key, or else by the key with the longest text before its `*`. */
function exported(exports: Record<string, string | null>, subpath: string): string | undefined {
  if (Object.hasOwn(exports, subpath)) return exports[subpath] ?? undefined;
  const best = Object.keys(exports)
    .filter((key) => {
      const [before, after] = key.split('*');
      return after !== undefined && subpath.startsWith(before!) && subpath.endsWith(after);
    })
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'))[0];
  if (best === undefined) return undefined;
  const [before, after] = best.split('*');
  return exports[best]?.replaceAll('*', subpath.slice(before!.length, subpath.length - after!.length));
}
