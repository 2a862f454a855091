import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Actor, Database, WriteTransaction } from '@namc/db';
import { askForNewEmail } from '@namc/db/accounts/commands/change-email';
import { closeAccount } from '@namc/db/accounts/commands/close';
import { confirmEmail } from '@namc/db/accounts/commands/confirm-email';
import { resetPassword } from '@namc/db/accounts/commands/reset-password';
import { askAgainForConfirmation, submitApplication } from '@namc/db/applications/commands/apply';
import { InvalidInput, Refused } from '@namc/db/errors';
import type { KeyRing } from '@namc/db/keys';
import { noteAccountEvent, type Origin } from '@namc/db/sign-in/commands/account-events';
import { hashSecret } from '@namc/db/sign-in/commands/links';
import { askForReset, changePassword, replaceHash } from '@namc/db/sign-in/commands/password';
import {
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  takeRecoveryCode,
  useStep,
} from '@namc/db/sign-in/commands/two-factor';
import { countRecoveryCodes, findCredentials, findTwoFactor } from '@namc/db/sign-in/queries';
import type { SubmitApplicationInput } from '@namc/inputs/applications';
import type { Logger } from 'pino';
import { makeSecret, showSecret, stepOf } from './authenticator.ts';
import { type Limits, networkOf } from './limits.ts';
import { assertUncommon, type Passwords } from './passwords.ts';
import type { SessionStore } from './session-store.ts';
import type { Sessions } from './sessions.ts';

export interface DoorParts {
  db: Database;
  store: SessionStore;
  sessions: Sessions;
  limits: Limits;
  passwords: Passwords;
  keys: KeyRing;
  /** Where mailed links lead. */
  portal: string;
  cookieSecret: string;
  isSecure: boolean;
  logger: Logger;
}

/** Whoever asks: from where, and with which session. */
export interface Caller {
  origin: Origin;
  /** The token of the session that there is, which a new one takes the place of. */
  token?: string | undefined;
  setCookie(cookie: string): void;
  /** What the first step of signing in left in the browser. */
  halfway?: string | undefined;
}

interface Halfway {
  userId: string;
  isKept: boolean;
  until: number;
}

const system: Actor = { kind: 'system', name: 'accounts' };
export const halfwayCookie = 'portal_sign_in';
const halfwaySeconds = 600;
/** An application is answered no sooner: with a new address there is more to write than with one that has an account. */
const applicationMs = 250;
const wrong = 'The e-mail address or the password is not right.';

export type Door = ReturnType<typeof makeDoor>;

/** How people get in, stay in and leave: each act is one method, and says nothing of whether an address has an account. */
export function makeDoor(parts: DoorParts) {
  const { db, store, sessions, limits, passwords, keys, portal, logger } = parts;

  const signed = (text: string) => createHmac('sha256', parts.cookieSecret).update(text).digest('base64url');
  function halfwayCookieOf(value: Halfway | undefined): string {
    const body = value ? Buffer.from(JSON.stringify(value)).toString('base64url') : '';
    const secure = parts.isSecure ? '; Secure' : '';
    const age = value ? halfwaySeconds : 0;
    return `${halfwayCookie}=${body && `${body}.${signed(body)}`}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${age}${secure}`;
  }
  function readHalfway(text: string | undefined): Halfway | undefined {
    const [body = '', signature = ''] = (text ?? '').split('.');
    const [given, right] = [Buffer.from(signature), Buffer.from(signed(body))];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const value = JSON.parse(Buffer.from(body, 'base64url').toString()) as Halfway;
    return value.until > Date.now() ? value : undefined;
  }

  /** Not waited for: whether there is an account must not be seen in the time that the answer takes. */
  function later(name: string, act: (tx: WriteTransaction) => Promise<void>): void {
    db.write(system, act, { name }).catch((error) =>
      logger.error({ err: error, name }, 'what was to follow failed'),
    );
  }
  const noteLater = (event: Parameters<typeof noteAccountEvent>[1]) =>
    later('noteAccountEvent', (tx) => noteAccountEvent(tx, event));

  async function letIn(
    caller: Caller,
    userId: string,
    isKept: boolean,
    twoFactorAt: Date | null,
  ): Promise<void> {
    // Another session of this browser ends: nobody goes on with a token that was there before.
    if (caller.token) await sessions.end(caller.token);
    caller.setCookie(await sessions.begin(userId, { ...caller.origin, isKept, twoFactorAt, isSignIn: true }));
  }

  /** Right for a code of the authenticator that was not used, or a recovery code that was not. */
  async function isSecondFactor(userId: string, code: string, origin: Origin): Promise<boolean> {
    if (!/^\d{6}$/.test(code))
      return db.write(system, (tx) => takeRecoveryCode(tx, { ...origin, userId, code }));
    const known = await db.read(system, (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });
    const step = known?.isConfirmed ? stepOf(known.secret, code) : undefined;
    return step !== undefined && db.write(system, (tx) => useStep(tx, { userId, step }));
  }

  async function assertPassword(
    userId: string,
    field: string,
    password: string,
  ): Promise<{ email: string; firstName: string }> {
    await limits.count('password by account', userId);
    const known = await db.read(system, (tx) => findCredentials(tx, { userId }), { freshness: 'latest' });
    if (!(await passwords.matches(known?.passwordHash, password)) || !known) {
      throw new InvalidInput(field, 'is not your password');
    }
    await limits.clear('password by account', userId);
    return known;
  }

  const place = ({ origin }: Caller) => networkOf(origin.address);

  return {
    submitApplication: async (caller: Caller, input: SubmitApplicationInput) => {
      await limits.count('application by address', place(caller));
      const { password, ...rest } = input;
      assertUncommon('password', password, [input.email, input.firstName, input.lastName, input.company]);
      const passwordHash = await passwords.hash(password);
      await Promise.all([
        db.write(system, (tx) => submitApplication(tx, { ...rest, ...caller.origin, passwordHash, portal }), {
          name: 'submitApplication',
        }),
        setTimeout(applicationMs),
      ]);
    },

    confirmEmail: async (caller: Caller, input: { token: string }) => {
      const done = await db.write(system, (tx) => confirmEmail(tx, { ...caller.origin, ...input, portal }));
      if (done) await store.forgetAccount(done.userId);
      return done ? { outcome: done.change } : { outcome: 'over' as const };
    },

    sendConfirmationAgain: async (caller: Caller, input: { email: string }) => {
      await limits.count('mailed link by address', place(caller));
      await limits.count('mailed link by account', input.email);
      later('askAgainForConfirmation', (tx) => askAgainForConfirmation(tx, { ...input, portal }));
    },

    signIn: async (caller: Caller, input: { email: string; password: string; isKept: boolean }) => {
      await limits.count('sign-in by address', place(caller));
      await limits.count('sign-in by account', input.email);
      const known = await db.read(system, (tx) => findCredentials(tx, { email: input.email }), {
        freshness: 'latest',
      });
      if (!(await passwords.matches(known?.passwordHash, input.password)) || !known) {
        if (known) noteLater({ ...caller.origin, userId: known.userId, kind: 'SIGN_IN_REFUSED' });
        return { outcome: 'wrong' as const, message: wrong };
      }
      if (known.status === 'SUSPENDED') {
        return {
          outcome: 'wrong' as const,
          message: 'This account is suspended. Write to us if you think that is a mistake.',
        };
      }
      await limits.clear('sign-in by account', input.email);
      if (passwords.isWeak(known.passwordHash)) {
        const passwordHash = await passwords.hash(input.password);
        await db.write(system, (tx) =>
          replaceHash(tx, { userId: known.userId, oldHash: known.passwordHash, passwordHash }),
        );
      }
      if (known.hasTwoFactor) {
        const until = Date.now() + halfwaySeconds * 1000;
        caller.setCookie(halfwayCookieOf({ userId: known.userId, isKept: input.isKept, until }));
        return { outcome: 'second-factor' as const };
      }
      await letIn(caller, known.userId, input.isKept, null);
      return { outcome: 'in' as const };
    },

    giveSecondFactor: async (caller: Caller, input: { code: string }) => {
      const half = readHalfway(caller.halfway);
      if (!half) return { outcome: 'over' as const };
      await limits.count('second factor', half.userId);
      if (!(await isSecondFactor(half.userId, input.code, caller.origin))) {
        noteLater({ ...caller.origin, userId: half.userId, kind: 'SIGN_IN_REFUSED' });
        return { outcome: 'wrong' as const };
      }
      await limits.clear('second factor', half.userId);
      caller.setCookie(halfwayCookieOf(undefined));
      await letIn(caller, half.userId, half.isKept, new Date());
      return { outcome: 'in' as const };
    },

    signOut: async (caller: Caller, userId: string) => {
      if (caller.token) caller.setCookie(await sessions.end(caller.token));
      noteLater({ ...caller.origin, userId, kind: 'SIGNED_OUT' });
    },

    forgotPassword: async (caller: Caller, input: { email: string }) => {
      await limits.count('mailed link by address', place(caller));
      await limits.count('mailed link by account', input.email);
      later('askForReset', (tx) => askForReset(tx, { ...input, portal }));
    },

    resetPassword: async (caller: Caller, input: { token: string; password: string }) => {
      assertUncommon('password', input.password, []);
      await limits.count('mailed link by address', place(caller));
      const passwordHash = await passwords.hash(input.password);
      const done = await db.write(system, (tx) =>
        resetPassword(tx, { ...caller.origin, token: input.token, passwordHash, portal }),
      );
      if (!done) return { outcome: 'over' as const };
      await store.forget(done.ended);
      const known = await db.read(system, (tx) => findCredentials(tx, { userId: done.userId }), {
        freshness: 'latest',
      });
      // Whoever was locked out has shown by the mail who they are.
      if (known) await limits.clear('sign-in by account', known.email);
      return { outcome: 'changed' as const };
    },

    changePassword: async (
      caller: Caller,
      account: { userId: string; isKept: boolean; twoFactorAt: Date | null },
      input: { currentPassword: string; newPassword: string },
    ) => {
      const { userId } = account;
      const person = await assertPassword(userId, 'currentPassword', input.currentPassword);
      assertUncommon('newPassword', input.newPassword, [person.email, person.firstName]);
      const passwordHash = await passwords.hash(input.newPassword);
      const exceptHash = caller.token ? hashSecret(caller.token) : '';
      const ended = await db.write(system, (tx) =>
        changePassword(tx, { ...caller.origin, userId, passwordHash, exceptHash, portal }),
      );
      await store.forget(ended);
      // A new token for this browser too.
      if (caller.token) await sessions.end(caller.token);
      caller.setCookie(
        await sessions.begin(userId, {
          ...caller.origin,
          isKept: account.isKept,
          twoFactorAt: account.twoFactorAt,
        }),
      );
    },

    changeEmail: async (
      _caller: Caller,
      userId: string,
      input: { currentPassword: string; email: string },
    ) => {
      await assertPassword(userId, 'currentPassword', input.currentPassword);
      await limits.count('mailed link by account', userId);
      await db.write(system, (tx) => askForNewEmail(tx, { userId, email: input.email, portal }));
    },

    endSession: async (caller: Caller, userId: string, input: { id: string }) => {
      await store.endAll({ userId, id: input.id });
      noteLater({ ...caller.origin, userId, kind: 'SESSION_ENDED' });
    },

    endOtherSessions: async (caller: Caller, userId: string) => {
      await store.endAll({ userId, exceptHash: caller.token && hashSecret(caller.token) });
      noteLater({ ...caller.origin, userId, kind: 'SESSION_ENDED' });
    },

    beginTwoFactor: async (userId: string, email: string, input: { currentPassword: string }) => {
      await assertPassword(userId, 'currentPassword', input.currentPassword);
      const known = await db.read(system, (tx) => findTwoFactor(tx, keys, { userId }), {
        freshness: 'latest',
      });
      if (known?.isConfirmed) throw new Refused('Two-step sign-in is on already.');
      const secret = makeSecret();
      await db.write(system, (tx) => beginTwoFactor(tx, keys, { userId, secret }));
      return { secret, ...showSecret(secret, email) };
    },

    confirmTwoFactor: async (
      caller: Caller,
      account: { userId: string; isKept: boolean },
      input: { code: string },
    ) => {
      const { userId } = account;
      await limits.count('second factor', userId);
      const known = await db.read(system, (tx) => findTwoFactor(tx, keys, { userId }), {
        freshness: 'latest',
      });
      const step = known && !known.isConfirmed ? stepOf(known.secret, input.code) : undefined;
      if (step === undefined) throw new InvalidInput('code', 'is not the code that the app shows now');
      const codes = await db.write(system, (tx) => confirmTwoFactor(tx, { ...caller.origin, userId, step }));
      if (!codes) throw new Refused('Two-step sign-in is on already.');
      await limits.clear('second factor', userId);
      await store.forgetAccount(userId);
      // More may be done from now on: with a new token.
      if (caller.token) await sessions.end(caller.token);
      caller.setCookie(
        await sessions.begin(userId, { ...caller.origin, isKept: account.isKept, twoFactorAt: new Date() }),
      );
      return { recoveryCodes: codes };
    },

    endTwoFactor: async (caller: Caller, userId: string, input: { currentPassword: string }) => {
      await assertPassword(userId, 'currentPassword', input.currentPassword);
      await db.write(system, (tx) => endTwoFactor(tx, { ...caller.origin, userId }));
      await store.forgetAccount(userId);
    },

    countRecoveryCodes: (userId: string) => db.read(system, (tx) => countRecoveryCodes(tx, { userId })),

    closeAccount: async (caller: Caller, userId: string, input: { currentPassword: string }) => {
      await assertPassword(userId, 'currentPassword', input.currentPassword);
      await store.forget(await db.write(system, (tx) => closeAccount(tx, { userId })));
      if (caller.token) caller.setCookie(await sessions.end(caller.token));
    },
  };
}
