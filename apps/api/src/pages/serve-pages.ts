import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { compressAnswers } from '../http/compress.ts';
import { answersBlock, type FirstAnswer } from './first-answers.ts';
import { type PageDocument, pageReader } from './page-document.ts';

/** The facts that a page gets with its first bytes. */
export interface PageBeginning {
  isSignedIn: boolean;
  answers: Promise<FirstAnswer[]>;
}

/**
 * Serves the built pages. Browsers cache hashed files for a year. A page holds what its reader may see, so nothing
 * keeps it. With `hasDemoCodes` the pages say where the codes of the demonstration's staff are.
 */
export function createPages(
  webRoot: string,
  begin: (c: Context) => Promise<PageBeginning>,
  { hasDemoCodes }: { hasDemoCodes: boolean },
): Hono {
  const pages = new Hono();
  const readPage = pageReader(webRoot);
  const page = async (c: Context): Promise<Response> => {
    const isPage =
      // A monitor that asks for the home page says no type.
      c.req.path === '/' ||
      (c.req.header('accept')?.includes('text/html') && !/^\/(assets|api|trpc)\//.test(c.req.path));
    if (!isPage) return c.json({ error: 'There’s nothing at this address.' }, 404);
    const document = readPage();
    if (!document) return c.text('The pages are not built: stop the portal, then run npm start.', 503);
    const beginning = await begin(c);
    c.header('Content-Type', 'text/html; charset=utf-8');
    c.header('Cache-Control', 'private, no-store');
    // nginx would hold the first bytes back until it has more.
    c.header('X-Accel-Buffering', 'no');
    return c.body(pieces(document, c.req.path, beginning, hasDemoCodes));
  };
  pages.use(async (c, next) => {
    await next();
    if (c.res.status !== 200 || c.res.headers.has('Cache-Control')) return;
    const isHashed = c.req.path.startsWith('/assets/');
    c.res.headers.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  pages.get('/', compressAnswers, page);
  if (existsSync(webRoot)) pages.use(serveStatic({ root: webRoot, precompressed: true }));
  // Old mail and bookmarks still use the previous address of the staff's list of applications.
  pages.get('/admin/approvals/*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`${pathname.replace('/admin/approvals', '/admin/applications')}${search}`, 301);
  });
  // People type this address.
  pages.get('/help', (c) => c.redirect('/about-the-data', 301));
  pages.get('*', compressAnswers, page);
  return pages;
}

/** The browser paints and fetches the scripts while the answers are on their way. */
function pieces(
  document: PageDocument,
  pathname: string,
  { isSignedIn, answers }: PageBeginning,
  hasDemoCodes: boolean,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const words = document.begin(pathname, isSignedIn);
      controller.enqueue(
        encoder.encode(hasDemoCodes ? words.replace('<html', '<html data-demo-codes') : words),
      );
    },
    async pull(controller) {
      controller.enqueue(encoder.encode(answersBlock(await answers) + document.end));
      controller.close();
    },
  });
}
