import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/**
 * Serves the built pages. Browsers cache hashed files for a year, and revalidate the page itself each time.
 */
export function createPages(webRoot: string): Hono {
  const pages = new Hono();
  pages.use(async (c, next) => {
    await next();
    if (c.res.status !== 200) return;
    const isHashed = c.req.path.startsWith('/assets/');
    c.res.headers.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  if (existsSync(webRoot)) {
    pages.use(serveStatic({ root: webRoot, index: 'index.html', precompressed: true }));
  }
  // Old mail and bookmarks still use the previous address of the staff's list of applications.
  pages.get('/admin/approvals/*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`${pathname.replace('/admin/approvals', '/admin/applications')}${search}`, 301);
  });
  pages.get('*', async (c) => {
    const isPage =
      c.req.header('accept')?.includes('text/html') && !/^\/(assets|api|trpc)\//.test(c.req.path);
    if (!isPage) return c.json({ error: 'There is nothing at this address.' }, 404);
    const page = join(webRoot, 'index.html');
    if (!existsSync(page))
      return c.text('The pages are not built: stop the portal, then run npm start.', 503);
    return c.html(await readFile(page, 'utf8'));
  });
  return pages;
}
