import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';

const period = 30;
/** Allows a clock to be off by one step in either direction. */
const tolerance = 1;

const totpOf = (secret: string, label: string) =>
  new TOTP({ issuer: 'NAMC NorCal', label, secret: Secret.fromBase32(secret), digits: 6, period });

/** 160 bits, as RFC 4226 recommends. */
export const makeSecret = () => new Secret({ size: 20 }).base32;

/** The URI that an authenticator app reads, and its QR code. */
export function showSecret(secret: string, email: string): { uri: string; svg: string } {
  const uri = totpOf(secret, email).toString();
  return { uri, svg: renderSVG(uri, { border: 2 }) };
}

/** The TOTP time step that a code belongs to (RFC 6238); undefined if the code is not valid at `now`. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: tolerance });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta;
}

export const codeAt = (secret: string, now = Date.now()) => totpOf(secret, '').generate({ timestamp: now });
