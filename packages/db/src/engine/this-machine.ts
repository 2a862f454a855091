/** True if a host is reachable only from this machine, so that nobody in between can listen. */
export const isThisMachine = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  /^127(\.\d{1,3}){3}$/.test(host) ||
  /^\[?::1\]?$/.test(host);
