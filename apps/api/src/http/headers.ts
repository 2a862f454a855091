import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Node's own response. A header costs several times as much in the `Headers` of a web `Response`, which Node's response
 * then takes over one by one. A request in a test has none.
 */
function nodeResponse(c: Context): HttpBindings['outgoing'] | undefined {
  return (c.env as Partial<HttpBindings> | undefined)?.outgoing;
}

/** Sets a header of the response, whatever it was. */
export function setHeader(c: Context, name: string, value: string): void {
  const outgoing = nodeResponse(c);
  if (outgoing) outgoing.setHeader(name, value);
  else c.res.headers.set(name, value);
}

/** Lets pages load and run only resources that the portal itself serves. */
export function protectPages(isSecure: boolean): MiddlewareHandler {
  const protect = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    // The portal uses none of the closed features, so an injected script must not use them either. The location is for "Use my location", and the browser asks the person first.
    permissionsPolicy: { camera: [], geolocation: ['self'], microphone: [], payment: [], usb: [] },
    // For this host alone: whether the domain's other hosts are ready for it is for their owner to say.
    strictTransportSecurity: isSecure ? 'max-age=31536000' : false,
  });
  let fixed: Headers | undefined;
  return async (c, next) => {
    const outgoing = nodeResponse(c);
    if (!outgoing) return protect(c, next);
    fixed ??= await headersOf(protect);
    outgoing.setHeaders(fixed);
    await next();
  };
}

/** The headers that a middleware gives to every response. */
async function headersOf(middleware: MiddlewareHandler): Promise<Headers> {
  const app = new Hono().use(middleware).get('/', (c) => c.body(null));
  const { headers } = await app.request('/');
  return headers;
}

/** A response made for one person must not be served to another, or stay on a shared computer's disk. */
export const keepOutOfCaches: MiddlewareHandler = async (c, next) => {
  await next();
  setHeader(c, 'Cache-Control', 'no-store');
};
