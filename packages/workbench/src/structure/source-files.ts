import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Import, readImports, readSource, type SourceText } from './source-text.ts';

/** A code file with what the rules ask about it. Paths are relative to the repository's top. */
export interface SourceFile {
  path: string;
  lines: number;
  source: SourceText;
  imports: (Import & {
    /** The file of this repository that is meant; undefined for packages from elsewhere. */
    target: string | undefined;
  })[];
}

const skipped = new Set(['node_modules', 'dist', '.data', '.git', 'test-results', 'playwright-report']);
const code = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
export const isGenerated = (path: string) => /\.gen\.tsx?$/.test(path);
export const isTest = (path: string) =>
  /\.(test|spec|fixture)\.tsx?$/.test(path) ||
  /^apps\/web\/e2e\//.test(path) ||
  /\/src\/tools\/testing\//.test(path);

/** Every file below `apps` and `packages`, without what is generated or installed. */
export function listFiles(top: string): string[] {
  const paths: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!isGenerated(path)) paths.push(path);
    }
  };
  for (const folder of ['apps', 'packages']) if (existsSync(join(top, folder))) walk(folder);
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
      const source = readSource(text);
      return {
        path,
        lines: text.trimEnd().split('\n').length,
        source,
        imports: readImports(source).map((found) => ({
          ...found,
          target: resolveImport(path, found.specifier, entries, known),
        })),
      };
    });
}

/** What a package lets others import: the `exports` of its package.json, by package name. */
export type PackageEntries = Map<string, { folder: string; exports: Record<string, string> }>;

export function readPackageEntries(top: string, paths: string[]): PackageEntries {
  const entries: PackageEntries = new Map();
  for (const path of paths.filter((path) => /^[^/]+\/[^/]+\/package\.json$/.test(path))) {
    const manifest = JSON.parse(readFileSync(join(top, path), 'utf8')) as {
      name: string;
      exports?: Record<string, string>;
    };
    entries.set(manifest.name, { folder: packageOf(path), exports: manifest.exports ?? {} });
  }
  return entries;
}

function resolveImport(
  from: string,
  specifier: string,
  entries: PackageEntries,
  known: Set<string>,
): string | undefined {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) {
    const folder = from.split('/').slice(0, -1);
    for (const part of bare.split('/')) {
      if (part === '..') folder.pop();
      else if (part !== '.') folder.push(part);
    }
    const path = folder.join('/');
    return (
      [path, `${path}.ts`, `${path}.tsx`, path.replace(/\.js$/, '.ts')].find((each) => known.has(each)) ??
      path
    );
  }
  const [scope, name, ...rest] = bare.split('/');
  const entry = entries.get(`${scope}/${name}`);
  if (!entry) return undefined;
  const subpath = rest.join('/');
  const exact = entry.exports[subpath ? `./${subpath}` : '.'];
  const file = exact ?? entry.exports['./*']?.replace('*', subpath) ?? `${subpath}.ts`;
  return `${entry.folder}/${file.replace(/^\.\//, '')}`;
}
