import type { MiddlewareHandler } from 'hono';

/**
 * Refuses a change that another site's page requests, because the browser would send the person's cookies along.
 */
export function refuseForeignOrigins(publicOrigin: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const origin = c.req.header('origin');
    const isForeign =
      origin === undefined
        ? // A browser that hides the page's origin still tells whether it is another site's.
          ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')
        : origin !== (publicOrigin ?? new URL(c.req.url).origin);
    return isForeign ? c.json({ error: 'This request came from another site.' }, 403) : next();
  };
}
