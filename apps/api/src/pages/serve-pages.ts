import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type HonoRequest } from 'hono';
import type { Logger } from 'pino';
import { compressAnswers } from '../http/compress.ts';
import { answersBlock, type FirstAnswer } from './first-answers.ts';
import { inTime } from './in-time.ts';
import { type PageDocument, pageReader } from './page-document.ts';

/** The facts that a page gets with its first bytes. */
export interface PageBeginning {
  isSignedIn: boolean;
  answers: Promise<FirstAnswer[]>;
}

interface PageOptions {
  /** True if the pages say where the codes of the demonstration's staff are. */
  hasDemoCodes: boolean;
  logger: Logger;
}

/**
 * Serves the built pages. Browsers cache hashed files for a year. A page holds what its reader may see, so nothing
 * keeps it.
 */
export function createPages(
  webRoot: string,
  begin: (c: Context) => Promise<PageBeginning>,
  options: PageOptions,
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
    if (document.stylesLink) c.header('Link', document.stylesLink);
    // nginx would hold the first bytes back until it has more.
    c.header('X-Accel-Buffering', 'no');
    return c.body(pieces(document, c.req, beginning, options));
  };
  pages.use(async (c, next) => {
    await next();
    if (c.res.status !== 200 || c.res.headers.has('Cache-Control')) return;
    const isHashed = c.req.path.startsWith('/assets/');
    c.res.headers.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  pages.get('/', compressAnswers, page);
  if (existsSync(webRoot)) {
    const files = serveStatic({ root: webRoot, precompressed: true });
    // The painter runs here. Browsers have no use for it.
    pages.use((c, next) => (c.req.path.startsWith('/painter/') ? next() : files(c, next)));
  }
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

/**
 * The browser paints the frame and fetches styles and scripts while the answers are on their way. Then the content lies
 * over the frame (`styles.css`).
 */
function pieces(
  document: PageDocument,
  request: HonoRequest,
  { isSignedIn, answers }: PageBeginning,
  { hasDemoCodes, logger }: PageOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const words = document.begin(request.path, isSignedIn);
      controller.enqueue(
        encoder.encode(hasDemoCodes ? words.replace('<html', '<html data-demo-codes') : words),
      );
    },
    async pull(controller) {
      // Also a painter that never ends must not hold the answers back.
      const content = await inTime(contentOf(document, request, answers, logger), '');
      const words = [content, document.middle, answersBlock(await answers), document.end];
      controller.enqueue(encoder.encode(words.join('')));
      controller.close();
    },
  });
}

/** The page as its reader will see it. Its links work before its scripts are there. Empty if it fails. */
async function contentOf(
  document: PageDocument,
  request: HonoRequest,
  answers: Promise<FirstAnswer[]>,
  logger: Logger,
): Promise<string> {
  try {
    const { pathname, search } = new URL(request.url);
    const painted = await document.paint(pathname + search, await answers, { isPhone: isPhone(request) });
    return painted ? `<div data-painted>${painted}</div>` : '';
  } catch (error) {
    logger.warn({ err: error, path: request.path }, 'A page could not be painted.');
    return '';
  }
}

/** Most browsers say in a header of its own whether they run on a phone. Others say it in their name alone. */
const isPhone = (request: HonoRequest): boolean =>
  request.header('sec-ch-ua-mobile') === '?1' || /\bMobi/.test(request.header('user-agent') ?? '');
