import { randomBytes } from 'node:crypto';
import { cookieName } from '../http/cookie-name.ts';
import { sealFor } from '../http/derived-keys.ts';

/** The account that a device has signed in to, as it was then. */
interface TrustedFor {
  userId: string;
  securityVersion: number;
}

export interface TrustedDevices {
  /** The device's id, if it has signed in to this account since the account's owner last took it back. */
  read(cookie: string | undefined, account: TrustedFor | undefined): string | undefined;
  /** A cookie for a device that has just signed in. */
  write(account: TrustedFor): string;
}

const keptSeconds = 180 * 86_400;

/**
 * A browser that has signed in carries a sealed cookie. It lets nobody in: its wrong passwords and codes are counted
 * apart, so that a stranger who guesses elsewhere does not lock the account's owner out. It is bound to the account
 * and to its security version, and does not say which account that is.
 */
export function trustedDevices(options: { secret: string; isSecure: boolean }): TrustedDevices {
  const { secret, isSecure } = options;
  const seal = sealFor('trusted device', secret);
  const parts = ({ userId, securityVersion }: TrustedFor) => [userId, String(securityVersion)];
  return {
    read: (cookie, account) => {
      const [, id = '', given = ''] = /^([\w-]{22})\.([\w-]{43})$/.exec(cookie ?? '') ?? [];
      // The same work with and without an account.
      const isRight = seal.isRight(given, id, ...parts(account ?? { userId: '', securityVersion: 0 }));
      return account && isRight ? id : undefined;
    },
    write: (account) => {
      const id = randomBytes(16).toString('base64url');
      const attributes = `HttpOnly; SameSite=Lax; Path=/; Max-Age=${keptSeconds}${isSecure ? '; Secure' : ''}`;
      return `${cookieName('portal_device', isSecure)}=${id}.${seal.of(id, ...parts(account))}; ${attributes}`;
    },
  };
}
