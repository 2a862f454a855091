import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The built page, and the scripts of each address. */
export interface PageDocument {
  /** The page up to the answers: it names the scripts of the page at `pathname`, and paints its frame. */
  begin(pathname: string, isSignedIn: boolean): string;
  /** The page after the answers. */
  end: string;
}

const pageParts = z.object({
  pages: z.record(z.string(), z.array(z.string())),
  memberFrame: z.array(z.string()),
  frames: z.object({ visitor: z.string(), member: z.string(), staff: z.string() }),
  titles: z.record(z.string(), z.string()),
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
  const [begin = '', end = ''] = readFileSync(join(webRoot, 'index.html'), 'utf8').split(
    '<!--first-answers-->',
  );
  return {
    begin: (pathname, isSignedIn) => {
      const files = new Set(patterns.find(({ pattern }) => pattern.test(pathname))?.files);
      if (isSignedIn) for (const file of parts.memberFrame) files.add(file);
      const links = [...files].map((file) => `<link rel="modulepreload" crossorigin href="${file}">`);
      const isForStaff = isSignedIn && /^\/admin(\/|$)/.test(pathname);
      const frame = parts.frames[isForStaff ? 'staff' : isSignedIn ? 'member' : 'visitor'];
      return (
        begin
          // Behind the styles, without which nothing is painted, and the first script, which is the largest.
          .replace('</head>', `${links.join('')}</head>`)
          .replace('<!--painted-->', frame.replace('<!--title-->', parts.titles[pathname] ?? ''))
      );
    },
    end,
  };
}

function readParts(webRoot: string): PageParts {
  try {
    return pageParts.parse(JSON.parse(readFileSync(join(webRoot, 'page-parts.json'), 'utf8')));
  } catch {
    // The pages find their scripts by themselves, only later.
    return { pages: {}, memberFrame: [], frames: { visitor: '', member: '', staff: '' }, titles: {} };
  }
}
