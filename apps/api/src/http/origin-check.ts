import type { Context, MiddlewareHandler } from 'hono';

const otherSites = ['cross-site', 'same-site'];

/**
 * Refuses what another site's page requests with the person's cookies: a change, and a question too. The other page reads no
 * answer, but its streams and downloads would count as the person's. A link elsewhere may still lead here.
 */
export function refuseForeignOrigins(publicOrigin: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site') ?? '';
    if (c.req.method === 'GET' || c.req.method === 'HEAD') {
      const isAsked =
        otherSites.includes(site) &&
        c.req.header('sec-fetch-mode') !== 'navigate' &&
        /^\/(?:trpc|api)\//.test(c.req.path);
      return isAsked ? refuse(c) : next();
    }
    const origin = c.req.header('origin');
    const isForeign =
      origin === undefined
        ? // A browser that hides the page's origin still tells whether it is another site's.
          otherSites.includes(site)
        : origin !== (publicOrigin ?? new URL(c.req.url).origin);
    return isForeign ? refuse(c) : next();
  };
}

const refuse = (c: Context) => c.json({ error: 'This request came from another site.' }, 403);
