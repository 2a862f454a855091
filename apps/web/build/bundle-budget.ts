import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** The route folder of each audience. */
const audiences = { visitor: 'routes/_public', member: 'routes/_member', staff: 'routes/_admin' };
type Audience = keyof typeof audiences;

/** Parts that load after their page has painted, each with its page. */
const laterParts = {
  map: { part: 'features/contractors/map/contractor-map.tsx', page: 'routes/_public/contractors/page.tsx' },
};
type LaterPart = keyof typeof laterParts;

/**
 * The most that a page may load before it shows, in KiB of gzip, for each audience, the most that a part may add to its
 * page later, and the most scripts of a page: each is a request.
 */
export type Budget = Record<Audience | LaterPart | 'scripts', number>;

/** Everything one entry of the build loads: the first script, a route, or a part that a page loads later. */
export interface Entry {
  /** `main`, or the path of its source below `src`. */
  name: string;
  /** KiB of gzip, including the first script and the route's layout. */
  kib: number;
  /** The same for each file. */
  files: Record<string, number>;
  /** Its sources, as paths below `src`. */
  modules: string[];
  /** The parts that it may load later. */
  later: string[];
}

/** The heaviest page of each audience. */
function heaviestPages(entries: Entry[]): Partial<Record<Audience, Entry>> {
  const heaviest: Partial<Record<Audience, Entry>> = {};
  for (const [audience, folder] of Object.entries(audiences) as [Audience, string][]) {
    const pages = entries.filter(({ name }) => name.startsWith(folder)).sort((a, b) => b.kib - a.kib);
    if (pages[0]) heaviest[audience] = pages[0];
  }
  return heaviest;
}

/** KiB of gzip of the files that a part loads and its page does not. */
function addedLater(entries: Entry[]): Partial<Record<LaterPart, { name: string; kib: number }>> {
  const added: Partial<Record<LaterPart, { name: string; kib: number }>> = {};
  for (const [later, { part, page }] of Object.entries(laterParts) as [
    LaterPart,
    { part: string; page: string },
  ][]) {
    const [one, before] = [part, page].map((name) => entries.find((entry) => entry.name === name));
    if (!one || !before) continue;
    const own = Object.entries(one.files).filter(([file]) => !(file in before.files));
    added[later] = { name: part, kib: own.reduce((sum, [, kib]) => sum + kib, 0) };
  }
  return added;
}

/**
 * Returns a sentence for each audience whose heaviest page is over the budget, for each part that adds too much, and for
 * each page of too many scripts.
 */
export function findOverruns(entries: Entry[], budget: Budget): string[] {
  const later = Object.entries(addedLater(entries))
    .filter(([part, { kib }]) => kib > budget[part as LaterPart])
    .map(
      ([part, { name, kib }]) =>
        `${name} adds ${kib.toFixed(1)} KiB to its page, and the ${part} may add ${budget[part as LaterPart]}.`,
    );
  const pages = Object.entries(heaviestPages(entries))
    .filter(([audience, { kib }]) => kib > budget[audience as Audience])
    .map(
      ([audience, { name, kib }]) =>
        `${name} loads ${kib.toFixed(1)} KiB, and ${audience} pages may load ${budget[audience as Audience]}.`,
    );
  const scattered = entries
    .map(({ name, files }) => ({ name, scripts: Object.keys(files).length }))
    .filter(({ name, scripts }) => name.startsWith('routes/') && scripts > budget.scripts)
    .map(({ name, scripts }) => `${name} loads ${scripts} scripts, and a page may load ${budget.scripts}.`);
  return [...pages, ...later, ...scattered];
}

const isForStaff = (module: string) => /^features\/([^/]+\/staff|staff-shell)\//.test(module);

/** Returns a sentence for each staff source that other pages load, at once or later. */
export function findStrayStaffCode(entries: Entry[]): string[] {
  return entries
    .filter(({ name }) => !name.startsWith(audiences.staff) && !isForStaff(name))
    .flatMap(({ name, modules, later }) =>
      [...modules, ...later]
        // The first script parses the address of every page, staff pages included.
        .filter((module) => isForStaff(module) && !module.endsWith('/filters.ts'))
        .map((module) => `${name} carries ${module}, which is for staff.`),
    );
}

/** Lists the entries of the finished build. `sources` is the absolute path of `src`. */
export function readEntries(bundle: Rolldown.OutputBundle, sources: string): Entry[] {
  const chunks = new Map<string, Rolldown.OutputChunk>();
  for (const file of Object.values(bundle)) if (file.type === 'chunk') chunks.set(file.fileName, file);
  const reach = (chunk: Rolldown.OutputChunk | undefined, seen = new Set<Rolldown.OutputChunk>()) => {
    if (!chunk || seen.has(chunk)) return seen;
    seen.add(chunk);
    for (const imported of chunk.imports) reach(chunks.get(imported), seen);
    return seen;
  };
  const sourceOf = (module: string) =>
    module.startsWith(sources) ? module.slice(sources.length + 1).replace(/\?.*$/, '') : undefined;
  const sizesOf = (loaded: Set<Rolldown.OutputChunk>): Pick<Entry, 'kib' | 'files'> => {
    const files = Object.fromEntries(
      [...loaded].map(({ fileName, code }) => [fileName, gzipSync(code).length / 1024]),
    );
    return { files, kib: Object.values(files).reduce((sum, kib) => sum + kib, 0) };
  };
  const toEntry = (name: string, loaded: Set<Rolldown.OutputChunk>): Entry => ({
    name,
    ...sizesOf(loaded),
    modules: [...loaded].flatMap(({ modules }) =>
      Object.keys(modules).flatMap((each) => sourceOf(each) ?? []),
    ),
    later: [...loaded].flatMap(({ dynamicImports }) =>
      dynamicImports
        .flatMap((file) => chunks.get(file)?.facadeModuleId ?? [])
        .flatMap((id) => sourceOf(id) ?? []),
    ),
  });

  const first = reach([...chunks.values()].find(({ isEntry }) => isEntry));
  const parts = [...chunks.values()].filter(
    ({ isDynamicEntry, facadeModuleId }) => isDynamicEntry && facadeModuleId,
  );
  const nameOf = ({ facadeModuleId }: Rolldown.OutputChunk) =>
    sourceOf(facadeModuleId!) ?? facadeModuleId!.split('/node_modules/').at(-1)!;
  return [
    toEntry('main', first),
    ...parts.map((part) => {
      const name = nameOf(part);
      const layout = parts.find((each) => name.startsWith(nameOf(each).replace(/\.tsx$/, '/')));
      return toEntry(name, first.union(reach(layout)).union(reach(part)));
    }),
  ];
}

/**
 * Fails the build when the heaviest page of an audience is over `bundle-budget.json`. With `onOverrun: 'warn'` the build only says
 * so: a page that is a little too large must not keep a person from starting the portal.
 */
export function bundleBudget(root: string, onOverrun: 'fail' | 'warn'): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const budget = JSON.parse(readFileSync(join(root, 'bundle-budget.json'), 'utf8')) as Budget;
        const entries = readEntries(bundle, join(root, 'src'));
        for (const [audience, { name, kib }] of Object.entries(heaviestPages(entries))) {
          this.info(`The heaviest ${audience} page loads ${kib.toFixed(1)} KiB: ${name}`);
        }
        for (const [part, { name, kib }] of Object.entries(addedLater(entries))) {
          this.info(`The ${part} adds ${kib.toFixed(1)} KiB: ${name}`);
        }
        const overruns = findOverruns(entries, budget);
        const isTold = onOverrun === 'warn';
        if (isTold && overruns.length > 0) this.warn(overruns.join('\n'));
        const problems = [...(isTold ? [] : overruns), ...findStrayStaffCode(entries)];
        if (problems.length > 0) this.error(`The bundle is not as it should be.\n${problems.join('\n')}`);
      },
    },
  };
}
