import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type HonoRequest } from 'hono';
import { parse } from 'hono/utils/cookie';
import type { Logger } from 'pino';
import { compressAnswers } from '../http/compress.ts';
import { answersBlock, type FirstAnswers } from './first-answers.ts';
import { inTime } from './in-time.ts';
import { type PageDocument, pageReader } from './page-document.ts';
import { headOf, type PageHead } from './page-head.ts';

/** The facts that a page gets with its first bytes. */
export interface PageBeginning {
  isSignedIn: boolean;
  first: Promise<FirstAnswers>;
}

interface PageOptions {
  /** True if the pages say where the codes of the demonstration's staff are. */
  hasDemoCodes: boolean;
  /** The address of the portal. A proxy in front has another one than this process. */
  origin: string;
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
    const document = readPage();
    if (!isForReader(c.req, document)) return c.json({ error: 'There’s nothing at this address.' }, 404);
    if (!document) return c.text('The pages are not built: stop the portal, then run npm start.', 503);
    const usual = usualAddress(c.req.path, document);
    if (usual !== c.req.path) return c.redirect(`${usual}${new URL(c.req.url).search}`, 301);
    const beginning = await begin(c);
    const head = await headOf(c.req.path, document, beginning.first);
    c.status(head.status);
    c.header('Content-Type', 'text/html; charset=utf-8');
    c.header('Cache-Control', 'private, no-store');
    if (document.stylesLink) c.header('Link', document.stylesLink);
    // nginx would hold the first bytes back until it has more.
    c.header('X-Accel-Buffering', 'no');
    return c.body(pieces(document, head, c.req, beginning, options));
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
    // Browsers have no use for the painter, and for the parts of pages.
    const isOurs = (path: string) => /^\/(painter\/|page-parts\.|index\.html)/.test(path);
    pages.use((c, next) => (isOurs(c.req.path) ? next() : files(c, next)));
  }
  // Old mail and bookmarks still use the previous addresses of two staff pages.
  pages.get('/admin/approvals/*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`${pathname.replace('/admin/approvals', '/admin/applications')}${search}`, 301);
  });
  pages.get('/admin/imports', (c) => c.redirect('/admin/contractors/import', 301));
  // The page has one address, and people type others for it.
  pages.get('/contractors/:license{0+[1-9][0-9]*}', (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`${pathname.replace(/\/0+/, '/')}${search}`, 301);
  });
  // People type this address.
  pages.get('/help', (c) => c.redirect('/about-the-data', 301));
  pages.get('*', compressAnswers, page);
  return pages;
}

/** The page's one address: people add a slash or a space at its end, and write names with capital letters. */
function usualAddress(path: string, { knows }: PageDocument): string {
  const trimmed = path.replace(/[/\s]+$/, '') || '/';
  // Only a page that there is: `//example.org/` would lead to another host.
  return [trimmed, trimmed.toLowerCase()].find(knows) ?? path;
}

/** Programs that make previews of links, and monitors, take anything. They get the pages that there are. */
function isForReader(request: HonoRequest, document: PageDocument | undefined): boolean {
  if (/^\/(assets|api|trpc)\//.test(request.path)) return false;
  const wanted = request.header('accept') ?? '*/*';
  return wanted.includes('text/html') || (wanted.includes('*/*') && document?.knows(request.path) === true);
}

/**
 * The browser fetches the styles and paints the frame while the answers are on their way. Then the content lies over the
 * frame (`styles.css`), and the scripts come.
 */
function pieces(
  document: PageDocument,
  head: PageHead,
  request: HonoRequest,
  { isSignedIn, first }: PageBeginning,
  { hasDemoCodes, origin, logger }: PageOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const { pathname, search } = new URL(request.url);
      const words = document.begin(new URL(pathname + search, origin), isSignedIn, head);
      controller.enqueue(
        encoder.encode(hasDemoCodes ? words.replace('<html', '<html data-demo-codes') : words),
      );
    },
    async pull(controller) {
      // Also a painter that never ends must not hold the answers back.
      // The page of a license that does not exist would say that it loads: only the browser asks for it.
      const isMissing = head.status === 404 && document.knows(request.path);
      const content = isMissing ? '' : await inTime(contentOf(document, request, first, logger), '');
      const { answers } = await first;
      const middle = document.middle(request.path, isSignedIn);
      const words = [content, middle, answersBlock(answers), document.end];
      controller.enqueue(encoder.encode(words.join('')));
      controller.close();
    },
  });
}

/** The page as its reader will see it. Its links work before its scripts are there. Empty if it fails. */
async function contentOf(
  document: PageDocument,
  request: HonoRequest,
  first: Promise<FirstAnswers>,
  logger: Logger,
): Promise<string> {
  try {
    const { pathname, search } = new URL(request.url);
    const { answers } = await first;
    const painted = await document.paint(pathname + search, answers, { width: widthOf(request) });
    return painted ? `<div data-painted>${painted}</div>` : '';
  } catch (error) {
    logger.warn({ err: error, path: request.path }, 'A page could not be painted.');
    return '';
  }
}

const widths = { phone: 360, desktop: 1280 };

/**
 * The width of the reader's window in CSS pixels. A browser that has been here says it in a cookie. Otherwise most browsers say in a
 * header of its own whether they run on a phone, and others say it in their name alone.
 */
function widthOf(request: HonoRequest): number {
  const said = parse(request.header('cookie') ?? '', 'screen').screen;
  if (said && /^\d{3,4}$/.test(said)) return Number(said);
  const isPhone =
    request.header('sec-ch-ua-mobile') === '?1' || /\bMobi/.test(request.header('user-agent') ?? '');
  return isPhone ? widths.phone : widths.desktop;
}
