import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Lets pages load and run only resources that the portal itself serves. */
export const protectPages = (isSecure: boolean): MiddlewareHandler =>
  secureHeaders({
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
    // The portal uses none of these features, so an injected script must not use them either.
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
    // For this host alone: whether the domain's other hosts are ready for it is for their owner to say.
    strictTransportSecurity: isSecure ? 'max-age=31536000' : false,
  });

/** A response made for one person must not be served to another, or stay on a shared computer's disk. */
export const keepOutOfCaches: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('Cache-Control', 'no-store');
};
