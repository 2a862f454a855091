/** Whether a host is reached from this machine alone, so that nobody in between can listen. */
export const isThisMachine = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  /^127(\.\d{1,3}){3}$/.test(host) ||
  /^\[?::1\]?$/.test(host);
