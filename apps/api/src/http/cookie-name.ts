/** The portal's cookies. */
type Cookie = 'portal_session' | 'portal_sign_in' | 'portal_device' | 'portal_freshness';

/**
 * The name under which a browser keeps a cookie. Over TLS it has the prefix `__Host-`, with which browsers accept a
 * cookie from this host alone: a page on another host of the domain cannot put one of its own in its place.
 */
export const cookieName = (cookie: Cookie, isSecure: boolean): string =>
  isSecure ? `__Host-${cookie}` : cookie;
