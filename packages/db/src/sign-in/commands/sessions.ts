import { and, eq, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { accountLinks, sessions } from '../tables.ts';
import { noteAccountEvent, type Origin, shortUserAgent } from './account-events.ts';

/** The age in hours at which a session ends, however much it is used: kept on a device, or not. */
export const mostHours = { kept: 180 * 24, brief: 24 };

export interface NewSession
  extends Origin,
    Pick<typeof sessions.$inferSelect, 'tokenHash' | 'userId' | 'isKept'> {
  /** Seconds from now until the session ends without use. `mostHours` limits all of it. */
  lastsSeconds: number;
  /** The time when the second factor was given; `now` if that was a moment ago. */
  twoFactorAt: Date | 'now' | null;
  /**
   * The session begins with a sign-in, which the account's history records. Otherwise it replaces another session.
   */
  isSignIn?: boolean;
}

/** The end of a session that is used now. The database's clock decides, and the session's age limits it. */
const endOf = (lastsSeconds: number, createdAt: SQL, isKept: SQL) => sql`
  least(now() + ${Math.round(lastsSeconds)}::int * interval '1 second', ${createdAt} + interval '1 hour' *
        case when ${isKept} then ${mostHours.kept}::int else ${mostHours.brief}::int end)`;

/** Begins a session. For the system. */
export async function addSession(tx: WriteTransaction, session: NewSession): Promise<void> {
  const { tokenHash, userId, lastsSeconds, isKept, twoFactorAt } = session;
  const address = session.address ?? null;
  await tx.orm.insert(sessions).values({
    tokenHash,
    userId,
    expiresAt: endOf(lastsSeconds, sql`now()`, sql`${isKept}::boolean`),
    isKept,
    twoFactorAt: twoFactorAt === 'now' ? sql`now()` : twoFactorAt,
    userAgent: shortUserAgent(session.userAgent),
    address,
    lastAddress: address,
  });
  if (session.isSignIn) await noteAccountEvent(tx, { ...session, kind: 'SIGNED_IN' });
}

/**
 * Extends a session to this many seconds from now, at most to the end of its age. A session whose token has changed
 * still ends at its original time. For the system.
 */
export async function extendSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string; lastsSeconds: number },
): Promise<void> {
  await orm
    .update(sessions)
    .set({ expiresAt: endOf(input.lastsSeconds, sql`${sessions.createdAt}`, sql`${sessions.isKept}`) })
    .where(and(eq(sessions.tokenHash, input.tokenHash), sql`${sessions.rotation} is distinct from 'DONE'`));
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
  { sql }: WriteTransaction,
  input: { tokenHash: string; newHash: string },
): Promise<boolean> {
  const turned = await sql`
    with turned as (
      update sessions set token_hash = ${input.newHash}, rotation = null
      where token_hash = ${input.tokenHash} and rotation = 'DUE' returning *
    )
    insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at, is_kept, two_factor_at, user_agent,
                          address, last_address, rotation)
    select ${input.tokenHash}, user_id, created_at, last_seen_at,
           least(expires_at, now() + ${oldTokenSeconds} * interval '1 second'), is_kept, two_factor_at, user_agent,
           address, last_address, 'DONE'
    from turned`;
  return turned.count > 0;
}

/**
 * Ends one session and its owner's old tokens. Returns the owner's id; undefined if there was no such session. For
 * the system.
 */
export async function endSession(
  { orm }: WriteTransaction,
  input: { tokenHash: string },
): Promise<string | undefined> {
  const owner = orm
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(eq(sessions.tokenHash, input.tokenHash));
  const [ended] = await orm
    .delete(sessions)
    .where(
      or(
        eq(sessions.tokenHash, input.tokenHash),
        and(eq(sessions.rotation, 'DONE'), inArray(sessions.userId, owner)),
      ),
    )
    .returning({ userId: sessions.userId });
  return ended?.userId;
}

/**
 * Ends sessions of an account: all of them, one by its id, or all except the one with `exceptHash`. For the system.
 */
export async function endSessions(
  { orm }: WriteTransaction,
  input: { userId: string; id?: string; exceptHash?: string | undefined },
): Promise<void> {
  await orm
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, input.userId),
        input.id ? or(eq(sessions.id, input.id), eq(sessions.rotation, 'DONE')) : undefined,
        input.exceptHash ? ne(sessions.tokenHash, input.exceptHash) : undefined,
      ),
    );
}

/** Records that the second factor was given in this session just now. For the system. */
export async function renewSecondFactor(
  { orm }: WriteTransaction,
  input: { tokenHash: string },
): Promise<void> {
  await orm
    .update(sessions)
    .set({ twoFactorAt: sql`now()`, rotation: 'DUE' })
    .where(and(eq(sessions.tokenHash, input.tokenHash), sql`${sessions.rotation} is distinct from 'DONE'`));
}

/**
 * Deletes expired sessions, and links that expired 30 days ago. Returns the number of each. For the system.
 */
export async function forgetExpired({ orm }: WriteTransaction): Promise<{ sessions: number; links: number }> {
  const ended = await orm.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
  const links = await orm
    .delete(accountLinks)
    .where(lt(accountLinks.expiresAt, sql`now() - interval '30 days'`));
  return { sessions: ended.count, links: links.count };
}

/**
 * Ends another person's session and their old tokens. For staff.
 * @throws NotFound if the actor may not end it.
 */
export async function endMemberSession(
  tx: WriteTransaction,
  input: { userId: string; sessionId: string; reason: string },
): Promise<void> {
  const ended = await tx.orm
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, input.userId),
        or(eq(sessions.id, input.sessionId), eq(sessions.rotation, 'DONE')),
      ),
    )
    .returning({ id: sessions.id });
  if (!ended.some(({ id }) => id === input.sessionId)) {
    throw new NotFound('session that you could end:', input.sessionId);
  }
  await recordAdminAction(tx, {
    action: 'members.end_session',
    targetUserId: input.userId,
    ...(input.reason ? { reason: input.reason } : {}),
  });
}
