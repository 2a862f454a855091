import { halfWayMinutes } from '@namc/db/sign-in/queries';
import { cookieName } from '../http/cookie-name.ts';
import { sealFor } from '../http/derived-keys.ts';

/** A sign-in with a correct password that still lacks its second factor. */
export interface PendingSignIn {
  userId: string;
  isKept: boolean;
  /** The time at which the password was given, by the database's clock. The statement that takes the code compares it. */
  begunAt: Date;
  /** The account's security version when the password was checked. */
  securityVersion: number;
}

export interface PendingSecondFactor {
  /** The sign-in in this cookie; undefined if the portal did not seal it. */
  read(cookie: string | undefined): PendingSignIn | undefined;
  /** A cookie that holds a sign-in, or one that removes it. */
  write(pending: PendingSignIn | undefined): string;
}

/**
 * The browser carries the first step of a sign-in in a sealed cookie, so that no process has to remember it.
 */
export function makePendingSecondFactor(options: { secret: string; isSecure: boolean }): PendingSecondFactor {
  const { secret, isSecure } = options;
  const seal = sealFor('half-way sign-in', secret);
  return {
    read: (cookie) => {
      const [body = '', given = ''] = (cookie ?? '').split('.');
      if (!seal.isRight(given, body)) return undefined;
      const { begunAt, ...pending } = JSON.parse(Buffer.from(body, 'base64url').toString());
      return { ...pending, begunAt: new Date(begunAt) };
    },
    write: (pending) => {
      const body = pending ? Buffer.from(JSON.stringify(pending)).toString('base64url') : '';
      const value = body && `${body}.${seal.of(body)}`;
      const attributes = `HttpOnly; SameSite=Lax; Path=/; Max-Age=${pending ? halfWayMinutes * 60 : 0}`;
      return `${cookieName('portal_sign_in', isSecure)}=${value}; ${attributes}${isSecure ? '; Secure' : ''}`;
    },
  };
}
