import { createHash } from 'node:crypto';

/** The same UUID for the same name (RFC 9562, version 8, from SHA-256). */
export function stableUuid(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
