import { createHmac, timingSafeEqual } from 'node:crypto';

/** A sign-in with a correct password that still lacks its second factor. */
interface PendingSignIn {
  userId: string;
  isKept: boolean;
  /** The account's security version when the password was checked. */
  securityVersion: number;
}

export interface PendingSecondFactor {
  /** The sign-in in this cookie; undefined if it has expired, or the portal did not sign it. */
  read(cookie: string | undefined): PendingSignIn | undefined;
  /** A cookie that holds a sign-in, or one that removes it. */
  write(pending: PendingSignIn | undefined): string;
}

export const pendingSecondFactorCookie = 'portal_sign_in';
const lastingSeconds = 600;

/**
 * The browser carries the first step of a sign-in in a signed cookie, so that no process has to remember it.
 */
export function makePendingSecondFactor(options: { secret: string; isSecure: boolean }): PendingSecondFactor {
  const sign = (body: string) => createHmac('sha256', options.secret).update(body).digest('base64url');
  return {
    read: (cookie) => {
      const [body = '', signature = ''] = (cookie ?? '').split('.');
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(body))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const { until, ...pending } = JSON.parse(Buffer.from(body, 'base64url').toString());
      return until > Date.now() ? pending : undefined;
    },
    write: (pending) => {
      const until = Date.now() + lastingSeconds * 1000;
      const body = pending ? Buffer.from(JSON.stringify({ ...pending, until })).toString('base64url') : '';
      const attributes = `HttpOnly; SameSite=Lax; Path=/; Max-Age=${pending ? lastingSeconds : 0}`;
      const value = body && `${body}.${sign(body)}`;
      return `${pendingSecondFactorCookie}=${value}; ${attributes}${options.isSecure ? '; Secure' : ''}`;
    },
  };
}
