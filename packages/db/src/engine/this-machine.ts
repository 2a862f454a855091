/** True if a host is reachable only from this machine, so that nobody in between can listen. */
export function isThisMachine(given: string): boolean {
  // A dot at the end of a name says that nothing comes after it: the same name.
  const host = given.replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    /^\[?::1\]?$/.test(host)
  );
}
