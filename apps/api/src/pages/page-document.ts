import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { html as escaped } from 'hono/html';
import { z } from 'zod';
import type { FirstAnswer } from './first-answers.ts';
import { type KnownPages, type PageHead, withHead } from './page-head.ts';

/** The built page, and the scripts of each address. */
export interface PageDocument extends KnownPages {
  /** The value of a `Link` header that names the styles: the browser asks for them before it reads the page. */
  stylesLink: string;
  /** The page up to its content: its head and its frame. */
  begin(address: URL, isSignedIn: boolean, head: PageHead): string;
  /**
   * The page between its content and its answers: the list of the scripts of the page at `pathname`, and the script that loads them
   * once the styles are there. On a slow line they would share it with the styles, without which nothing is painted.
   */
  middle(pathname: string, isSignedIn: boolean): string;
  /** The page after the answers. */
  end: string;
  /** The content of a page, painted from its answers. It rejects if there is no painter, and is undefined for a page that only the browser can begin. */
  paint(address: string, answers: FirstAnswer[], screen: { width: number }): Promise<string | undefined>;
}

const pageParts = z.object({
  loader: z.string(),
  pages: z.record(z.string(), z.array(z.string())),
  memberFrame: z.array(z.string()),
  frames: z.object({ visitor: z.string(), member: z.string(), staff: z.string() }),
  titles: z.record(z.string(), z.object({ words: z.string(), painted: z.string() })),
  /** How another title is painted, with `<!--words-->` in its place. */
  title: z.string(),
});
type PageParts = z.output<typeof pageParts>;

/** Reads the built page, again after each build. Undefined while there is none. */
export function pageReader(webRoot: string): () => PageDocument | undefined {
  let last: { builtAt: number; document: PageDocument } | undefined;
  return () => {
    const builtAt = statSync(join(webRoot, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
    if (builtAt === undefined) return undefined;
    if (last?.builtAt !== builtAt) last = { builtAt, document: readDocument(webRoot) };
    return last.document;
  };
}

function readDocument(webRoot: string): PageDocument {
  const parts = readParts(webRoot);
  const patterns = Object.entries(parts.pages).map(([address, files]) => ({
    // A fixed address comes before one with a name in it.
    isFixed: !address.includes('$'),
    pattern: new RegExp(`^${address.replace(/\$[a-zA-Z]+/g, '[^/]+')}/?$`),
    files,
  }));
  patterns.sort((a, b) => Number(b.isFixed) - Number(a.isFixed));
  const html = readFileSync(join(webRoot, 'index.html'), 'utf8');
  const [withEarly = '', afterContent = ''] = html.split('<!--painted-->');
  const [middle = '', end = ''] = afterContent.split('<!--first-answers-->');
  const scriptTag = /<script type="module"[^>]* src="([^"]+)"[^>]*><\/script>\s*/;
  const begin = withEarly.replace(scriptTag, '');
  const [script = '', firstScript] = scriptTag.exec(withEarly) ?? [];
  const painter = loadPainter(webRoot);
  // Each page that asks the painter hears of its failure.
  painter.catch(() => undefined);
  const styles = html.matchAll(/<link rel="stylesheet"( crossorigin)? href="([^"]+)"/g);
  return {
    stylesLink: [...styles]
      .map(([, crossOrigin, href]) => `<${href}>; rel=preload; as=style${crossOrigin ? '; crossorigin' : ''}`)
      .join(', '),
    // Without the list, each address may be a page.
    knows: (pathname) => patterns.length === 0 || patterns.some(({ pattern }) => pattern.test(pathname)),
    titleOf: (pathname) => parts.titles[pathname]?.words,
    begin: (address, isSignedIn, head) => {
      const { pathname } = address;
      const isForStaff = isSignedIn && /^\/admin(\/|$)/.test(pathname);
      const frame = parts.frames[isForStaff ? 'staff' : isSignedIn ? 'member' : 'visitor'];
      return (
        withHead(begin, head, address) +
        frame.replace('<!--title-->', () => paintedTitle(parts, pathname, head))
      );
    },
    middle: (pathname, isSignedIn) => {
      const files = new Set(patterns.find(({ pattern }) => pattern.test(pathname))?.files);
      if (isSignedIn) for (const file of parts.memberFrame) files.add(file);
      // The pages find their scripts by themselves without the list, only later.
      if (parts.loader === '') return middle + script;
      const list = JSON.stringify([firstScript, ...files]);
      return `${middle}<script type="application/json" id="scripts">${list}</script><script type="module" src="${parts.loader}"></script>`;
    },
    end,
    paint: async (...asked) => (await painter).paint(...asked),
  };
}

function paintedTitle({ titles, title }: PageParts, pathname: string, head: PageHead): string {
  const known = titles[pathname]?.painted;
  if (known !== undefined || head.title === undefined) return known ?? '';
  return title.replace('<!--words-->', () => `${escaped`${head.title}`}`);
}

/** Loads the painter that the build made of the pages. The name of its file is that of its content. */
async function loadPainter(webRoot: string): Promise<Pick<PageDocument, 'paint'>> {
  const directory = join(webRoot, 'painter');
  const file = readdirSync(directory).find((name) => name.startsWith('paint-'));
  if (!file) throw new Error(`The build made no painter in ${directory}.`);
  return import(pathToFileURL(join(directory, file)).href);
}

function readParts(webRoot: string): PageParts {
  try {
    return pageParts.parse(JSON.parse(readFileSync(join(webRoot, 'page-parts.json'), 'utf8')));
  } catch {
    return {
      loader: '',
      pages: {},
      memberFrame: [],
      frames: { visitor: '', member: '', staff: '' },
      titles: {},
      title: '',
    };
  }
}
