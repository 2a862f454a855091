import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Signs and verifies texts with one key. */
export interface Seal {
  /** An HMAC-SHA-256 of the parts, in base64url. No other list of parts has the same one. */
  of(...parts: string[]): string;
  isRight(seal: string, ...parts: string[]): boolean;
}

/**
 * A key that is derived from the portal's secret for one use (HKDF, RFC 5869), so that what is signed for one use means
 * nothing in another.
 */
export function sealFor(use: string, secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `namc portal ${use}`, 32));
  const compute = (parts: string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  return {
    of: (...parts) => compute(parts).toString('base64url'),
    isRight: (seal, ...parts) => {
      const [given, right] = [Buffer.from(seal, 'base64url'), compute(parts)];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
