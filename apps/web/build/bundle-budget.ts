import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

const audiences = ['public', 'member', 'admin'] as const;
type Audience = (typeof audiences)[number];

export interface Budget {
  /** What any page may load before its map, KiB of gzip, by whom it is for. */
  pageKib: Record<Audience, number>;
  /** What an entry may grow beyond its line before the build fails, KiB. */
  toleranceKib: number;
  /** KiB of gzip by entry: JavaScript that the entry needs beyond what its page has loaded already. */
  entries: Record<string, number>;
}

/** What is wrong with the sizes, in words; nothing when they keep to the budget. */
export function overruns(sizes: Record<string, number>, budget: Budget): string[] {
  const problems: string[] = [];
  for (const [entry, kib] of Object.entries(sizes)) {
    const line = budget.entries[entry];
    if (line === undefined) {
      problems.push(`${entry} has no line in bundle-budget.json: add it with ${kib.toFixed(1)}.`);
    } else if (kib > line + budget.toleranceKib) {
      problems.push(
        `${entry} takes ${kib.toFixed(1)} KiB, more than ${budget.toleranceKib} KiB above its ${line}.`,
      );
    }
  }
  for (const entry of Object.keys(budget.entries)) {
    if (!(entry in sizes))
      problems.push(`${entry} is in bundle-budget.json and no longer built: remove its line.`);
  }
  for (const audience of audiences) {
    const routes = Object.entries(sizes).filter(([entry]) => entry.startsWith(`routes/_${audience}`));
    const page = (sizes.main ?? 0) + Math.max(0, ...routes.map(([, kib]) => kib));
    if (page > budget.pageKib[audience]) {
      problems.push(
        `The heaviest ${audience} page loads ${page.toFixed(1)} KiB before its map; it may load ${budget.pageKib[audience]}.`,
      );
    }
  }
  return problems;
}

const isForStaff = (module: string) => /^features\/([^/]+\/staff|staff-shell)\//.test(module);

/** Code of staff's pages in what everybody loads, or what a page for others loads: nobody but staff should carry it. */
export function strayAdminCode(modulesByEntry: Record<string, string[]>): string[] {
  return Object.entries(modulesByEntry)
    .filter(([entry]) => !entry.startsWith('routes/_admin'))
    .flatMap(([entry, modules]) =>
      modules
        // How the addresses of their pages are read is part of the first script.
        .filter((module) => isForStaff(module) && !module.endsWith('/filters.ts'))
        .map((module) => `${entry} carries ${module}, which is for staff.`),
    );
}

interface Entries {
  sizes: Record<string, number>;
  modules: Record<string, string[]>;
}

/** The first script and each chunk that is loaded on demand, with all that it imports: its size, and its own sources. */
function readEntries(bundle: Rolldown.OutputBundle, sources: string): Entries {
  const chunks = new Map<string, Rolldown.OutputChunk>();
  for (const file of Object.values(bundle)) if (file.type === 'chunk') chunks.set(file.fileName, file);
  const reach = (fileName: string, seen: Set<string>): Set<string> => {
    const chunk = chunks.get(fileName);
    if (!chunk || seen.has(fileName)) return seen;
    seen.add(fileName);
    for (const imported of chunk.imports) reach(imported, seen);
    return seen;
  };
  const kib = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0) / 1024;

  const first = [...chunks.values()].find((chunk) => chunk.isEntry);
  if (!first) return { sizes: {}, modules: {} };
  const loaded = reach(first.fileName, new Set());
  const ownModules = (names: Iterable<string>) =>
    [...names]
      .flatMap((name) => Object.keys(chunks.get(name)?.modules ?? {}))
      .filter((module) => module.startsWith(sources))
      .map((module) => module.slice(sources.length + 1).replace(/\?.*$/, ''));
  const sizes: Record<string, number> = { main: kib(loaded) };
  const modules: Record<string, string[]> = { main: ownModules(loaded) };
  for (const chunk of chunks.values()) {
    if (!chunk.isDynamicEntry || !chunk.facadeModuleId) continue;
    const [path = '', query = ''] = chunk.facadeModuleId.split('?');
    const part = /tsr-split=(\w+)/.exec(query)?.[1];
    const name = path.startsWith(sources)
      ? path.slice(sources.length + 1)
      : path.split('/node_modules/').pop();
    const before = new Set(loaded);
    for (const other of chunks.values()) {
      if (other !== first && other.dynamicImports.includes(chunk.fileName)) reach(other.fileName, before);
    }
    const entry = part && part !== 'component' ? `${name} ${part}` : `${name}`;
    const added = [...reach(chunk.fileName, new Set())].filter((fileName) => !before.has(fileName));
    sizes[entry] = kib(added);
    modules[entry] = ownModules(added);
  }
  return { sizes, modules };
}

/** Fails the build when an entry outgrows its line in `bundle-budget.json`. */
export function bundleBudget(root: string): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const budget = JSON.parse(readFileSync(join(root, 'bundle-budget.json'), 'utf8')) as Budget;
        const { sizes, modules } = readEntries(bundle, join(root, 'src'));
        const problems = [...overruns(sizes, budget), ...strayAdminCode(modules)];
        if (problems.length > 0) this.error(`The bundle is not as it should be.\n${problems.join('\n')}`);
      },
    },
  };
}
