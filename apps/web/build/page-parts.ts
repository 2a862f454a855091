import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, transformWithOxc } from 'vite';
import { type Entry, readEntries } from './bundle-budget.ts';
import { paintedBegin, paintedFrames, type Reader, titles } from './painted-frames.ts';

/** The scripts that a page loads after the first one, so that the server can name them with the page. */
export interface PageScripts {
  /** By the page's address, in which `$name` stands for one part. */
  pages: Record<string, string[]>;
  /** The frame of the pages for people who are signed in. */
  memberFrame: string[];
}

/** The parts that the server puts into the page for its address and its reader. */
export interface PageParts extends PageScripts {
  /** The script that loads the others once the styles are there. */
  loader: string;
  /** Painted before the page has its answers. */
  frames: Record<Reader, string>;
  /** The words of the page's title, and what they look like in place of `<!--title-->` in a frame, by the page's address. */
  titles: Record<string, { words: string; painted: string }>;
  /** How a title of another page looks there, with `<!--words-->` in its place. */
  title: string;
}

const memberFrame = 'features/shell/member-shell.tsx';

/** `routes/_public/contractors/page.tsx` is `/contractors`. A layout has no address. */
function addressOf(name: string): string | undefined {
  const [, path] = /^routes\/_[a-z]+\/(.*)\.tsx$/.exec(name) ?? [];
  return path === undefined ? undefined : `/${path}`.replace(/\/page$/, '') || '/';
}

/** Lists what each page loads beyond the first script. */
export function listPageScripts(entries: Entry[]): PageScripts {
  const first = new Set(Object.keys(entries.find(({ name }) => name === 'main')?.files ?? {}));
  const later = ({ files }: Entry) =>
    Object.keys(files)
      .filter((file) => !first.has(file))
      .map((file) => `/${file}`);
  const pages: Record<string, string[]> = {};
  for (const entry of entries) {
    const address = addressOf(entry.name);
    // A route may come in several parts.
    if (address) pages[address] = [...new Set([...(pages[address] ?? []), ...later(entry)])];
  }
  const frame = entries.find(({ name }) => name === memberFrame);
  return { pages, memberFrame: frame ? later(frame) : [] };
}

/** Writes `page-parts.json` beside the pages. */
export function pageParts(root: string): Plugin {
  return {
    name: 'page-parts',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const source = join(root, 'src/load-scripts.ts');
        const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
        const loader = this.emitFile({ type: 'asset', name: 'load-scripts.js', source: code });
        const parts: PageParts = {
          loader: `/${this.getFileName(loader)}`,
          ...listPageScripts(readEntries(bundle, join(root, 'src'))),
          frames: paintedFrames,
          titles: Object.fromEntries(
            Object.entries(titles).map(([address, words]) => [
              address,
              { words, painted: paintedBegin(address).replace('<!--words-->', words) },
            ]),
          ),
          title: paintedBegin(''),
        };
        this.emitFile({ type: 'asset', fileName: 'page-parts.json', source: JSON.stringify(parts) });
      },
    },
  };
}
