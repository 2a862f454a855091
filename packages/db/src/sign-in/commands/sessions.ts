import { and, eq, gt, inArray, isNotNull, lt, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { emailChangeHours, mayBeSignedIn, mostHours } from '../queries.ts';
import { accountLinks, emailChanges, replacedTokens, sessions } from '../tables.ts';
import { noteAccountEvent, type Origin, shortUserAgent } from './account-events.ts';
import { dropChangesUnderWay, nameInTrail } from './links.ts';

export interface NewSession
  extends Origin,
    Pick<typeof sessions.$inferSelect, 'tokenHash' | 'userId' | 'isKept'> {
  /** Seconds from now until the session ends without use. `mostHours` limits all of it. */
  lastsSeconds: number;
  /** The time when the second factor was given; `now` if that was a moment ago. */
  twoFactorAt: Date | 'now' | null;
  /** The account's security version when the person proved who they are. */
  securityVersion: number;
  /**
   * The session begins with a sign-in, which the account's history records. Otherwise it replaces another session.
   */
  isSignIn?: boolean;
}

/** The end of a session that is used now. The database's clock decides, and the session's age limits it. */
const endOf = (lastsSeconds: number, createdAt: SQL, isKept: SQL) => sql`
  least(now() + ${Math.round(lastsSeconds)}::int * interval '1 second', ${createdAt} + interval '1 hour' *
        case when ${isKept} then ${mostHours.kept}::int else ${mostHours.brief}::int end)`;

/**
 * Begins a session. For the system.
 * @throws Refused if the owner has taken the account back since `securityVersion`, or the account may not sign in.
 */
export async function addSession(tx: WriteTransaction, session: NewSession): Promise<void> {
  const { tokenHash, userId, lastsSeconds, isKept, twoFactorAt, securityVersion } = session;
  const address = session.address ?? null;
  const account = and(
    eq(users.id, userId),
    eq(users.securityVersion, securityVersion),
    isNotNull(users.emailVerifiedAt),
    inArray(users.status, mayBeSignedIn),
  );
  const [held] = await tx.orm.select({ id: users.id }).from(users).where(account);
  if (!held) throw new Refused('This account was changed in the meantime. Sign in again.');
  await tx.orm.insert(sessions).values({
    tokenHash,
    userId,
    expiresAt: endOf(lastsSeconds, sql`now()`, sql`${isKept}::boolean`),
    isKept,
    twoFactorAt: twoFactorAt === 'now' ? sql`now()` : twoFactorAt,
    securityVersion,
    userAgent: shortUserAgent(session.userAgent),
    address,
    lastAddress: address,
  });
  if (session.isSignIn) await noteAccountEvent(tx, { ...session, kind: 'SIGNED_IN' });
}

/**
 * True if a session still stands. Keeps others from changing it and its account until the end of the transaction.
 * For the system.
 */
export async function isStanding(
  { orm }: WriteTransaction,
  input: { userId: string; sessionId: string },
): Promise<boolean> {
  const [held] = await orm
    .select({ id: users.id })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(
      and(
        eq(users.id, input.userId),
        eq(sessions.id, input.sessionId),
        eq(sessions.securityVersion, users.securityVersion),
        gt(sessions.expiresAt, sql`now()`),
      ),
    )
    .for('no key update');
  return held !== undefined;
}

/**
 * Makes sure that the session still stands with which a person changes the account, and keeps others from changing
 * the account until the end of the transaction. For the system.
 * @throws Refused if the session has ended, or its owner has taken the account back since.
 */
export async function holdAccount(
  tx: WriteTransaction,
  input: { userId: string; sessionId: string },
): Promise<void> {
  if (await isStanding(tx, input)) return;
  throw new Refused('You were signed out in the meantime. Sign in again.');
}

/**
 * Raises the account's security version: every session, every link and every sign-in under way from before is void.
 * An act that changes the password, the address, the second step or the status raises it by itself. For the system.
 */
export async function raiseSecurityVersion(
  { orm }: WriteTransaction,
  input: { userId: string },
): Promise<void> {
  await orm
    .update(users)
    .set({ securityVersion: sql`${users.securityVersion} + 1` })
    .where(eq(users.id, input.userId));
}

/** Extends a session to this many seconds from now, at most to the end of its age. For the system. */
export async function extendSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string; lastsSeconds: number },
): Promise<void> {
  await orm
    .update(sessions)
    .set({ expiresAt: endOf(input.lastsSeconds, sql`${sessions.createdAt}`, sql`${sessions.isKept}`) })
    .where(eq(sessions.tokenHash, input.tokenHash));
}

/** Records that a session was used, and from which address. For the system. */
export async function touchSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string; address: string | undefined },
): Promise<void> {
  await orm
    .update(sessions)
    .set({ lastSeenAt: sql`now()`, ...(input.address ? { lastAddress: input.address } : {}) })
    .where(eq(sessions.tokenHash, input.tokenHash));
}

/**
 * The time for which an old token still answers requests that its browser sent before receiving the new one.
 */
const oldTokenSeconds = 30;

/**
 * Gives a session a new token if one is due. False if none is due: of several requests at once, only one changes
 * the token. For the system.
 */
export async function rotateSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string; newHash: string },
): Promise<boolean> {
  const [turned] = await orm
    .update(sessions)
    .set({ tokenHash: input.newHash, rotation: null })
    .where(and(eq(sessions.tokenHash, input.tokenHash), eq(sessions.rotation, 'DUE')))
    .returning({ sessionId: sessions.id });
  if (!turned) return false;
  await orm.insert(replacedTokens).values({
    tokenHash: input.tokenHash,
    sessionId: turned.sessionId,
    answersUntil: sql`now() + ${oldTokenSeconds}::int * interval '1 second'`,
  });
  return true;
}

/**
 * Ends the session of a token, which may be one of its old tokens. Returns the owner's id; undefined if there was no
 * such session. For the system.
 */
export async function endSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string },
): Promise<string | undefined> {
  const replaced = orm
    .select({ id: replacedTokens.sessionId })
    .from(replacedTokens)
    .where(eq(replacedTokens.tokenHash, input.tokenHash));
  const [ended] = await orm
    .delete(sessions)
    .where(or(eq(sessions.tokenHash, input.tokenHash), inArray(sessions.id, replaced)))
    .returning({ userId: sessions.userId });
  return ended?.userId;
}

/**
 * Ends the session whose old token was used after its time: two browsers hold copies of one sign-in, and nobody can
 * tell which is the owner's. Tells the owner. Returns the owner's id; undefined if there is no such session. For the
 * system.
 */
export async function endCopiedSession(
  tx: WriteTransaction,
  input: { tokenHash: string } & Origin,
): Promise<string | undefined> {
  const copied = tx.orm
    .select({ id: replacedTokens.sessionId })
    .from(replacedTokens)
    .where(and(eq(replacedTokens.tokenHash, input.tokenHash), lte(replacedTokens.answersUntil, sql`now()`)));
  const [ended] = await tx.orm
    .delete(sessions)
    .where(inArray(sessions.id, copied))
    .returning({ userId: sessions.userId, onBehalfOf: nameInTrail(sessions.userId) });
  if (!ended) return undefined;
  const { userId } = ended;
  await dropChangesUnderWay(tx, { userId });
  await noteAccountEvent(tx, { ...input, userId, kind: 'OLD_TOKEN_USED' });
  const person = await findAddressee(tx, userId);
  if (person) await sendLetter(tx, person, 'sign-in-copied', undefined);
  return userId;
}

/** Records that the second factor was given in this session just now. Its token then changes. For the system. */
export async function renewSecondFactor(
  { orm }: WriteTransaction,
  input: { userId: string; id: string },
): Promise<void> {
  await orm
    .update(sessions)
    .set({ twoFactorAt: sql`now()`, rotation: 'DUE' })
    .where(and(eq(sessions.userId, input.userId), eq(sessions.id, input.id)));
}

/**
 * Ends every session of an account but the one with `exceptId`, which goes on with the account's present security
 * version. Returns that version. For the system, after an act that has raised it.
 */
export async function keepOneSession(
  { orm }: WriteTransaction,
  input: { userId: string; exceptId?: string | undefined },
): Promise<number> {
  const { userId, exceptId } = input;
  const [account] = await orm
    .select({ securityVersion: users.securityVersion })
    .from(users)
    .where(eq(users.id, userId));
  if (!account) throw new NotFound('account', userId);
  await orm
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), exceptId ? ne(sessions.id, exceptId) : undefined));
  // By its id: a session that began in this moment with the earlier version has to stay void.
  if (exceptId) {
    await orm
      .update(sessions)
      .set(account)
      .where(and(eq(sessions.userId, userId), eq(sessions.id, exceptId)));
  }
  return account.securityVersion;
}

/** Ends all sessions of an account but one, and all that was made before. Returns the new version. For the system. */
export async function endOtherSessions(
  tx: WriteTransaction,
  input: { userId: string; exceptId: string },
): Promise<number> {
  await raiseSecurityVersion(tx, input);
  return keepOneSession(tx, input);
}

/** Ends one session of an account, and changes of address that wait for their link. For the system. */
export async function endOneSession(
  tx: WriteTransaction,
  input: { userId: string; id: string },
): Promise<void> {
  await tx.orm.delete(sessions).where(and(eq(sessions.userId, input.userId), eq(sessions.id, input.id)));
  await dropChangesUnderWay(tx, input);
}

/**
 * Deletes sessions that have expired or are void, changes of address whose time is over, and links that expired 30 days
 * ago. Returns the number of sessions and of links. For
 * the system.
 */
export async function forgetExpired({ orm }: WriteTransaction): Promise<{ sessions: number; links: number }> {
  const { expiresAt, securityVersion, userId } = sessions;
  const current = orm
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.securityVersion, securityVersion)));
  const ended = await orm.delete(sessions).where(or(lt(expiresAt, sql`now()`), notExists(current)));
  const links = await orm
    .delete(accountLinks)
    .where(lt(accountLinks.expiresAt, sql`now() - interval '30 days'`));
  await orm
    .delete(emailChanges)
    .where(lt(emailChanges.requestedAt, sql`now() - ${emailChangeHours}::int * interval '1 hour'`));
  return { sessions: ended.count, links: links.count };
}

/**
 * Ends another person's session. For staff.
 * @throws NotFound if the actor may not end it.
 */
export async function endMemberSession(
  tx: WriteTransaction,
  input: { userId: string; sessionId: string; reason: string },
): Promise<void> {
  const ended = await tx.orm
    .delete(sessions)
    .where(and(eq(sessions.userId, input.userId), eq(sessions.id, input.sessionId)));
  if (ended.count === 0) throw new NotFound('session that you could end:', input.sessionId);
  await recordAdminAction(tx, {
    action: 'members.end_session',
    targetUserId: input.userId,
    ...(input.reason ? { reason: input.reason } : {}),
  });
}
