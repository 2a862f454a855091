import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import type { Origin } from './account-events.ts';

/** Begins a session; one that somebody signed in for is noted in the account's history with it. For the system. */
export async function addSession(
  { sql }: WriteTransaction,
  session: {
    tokenHash: string;
    userId: string;
    expiresAt: Date;
    isKept: boolean;
    twoFactorAt: Date | null;
    isSignIn?: boolean;
  } & Origin,
): Promise<void> {
  const origin = sql`${session.address ?? null}::inet`;
  const userAgent = session.userAgent?.slice(0, 500) ?? null;
  await sql`
    with noted as (
      insert into account_events (user_id, kind, address, user_agent)
      select ${session.userId}, 'SIGNED_IN', ${origin}, ${userAgent} where ${session.isSignIn ?? false}::boolean
    )
    insert into sessions (token_hash, user_id, expires_at, is_kept, two_factor_at, user_agent, address, last_address)
    values (${session.tokenHash}, ${session.userId}, ${session.expiresAt}, ${session.isKept}, ${session.twoFactorAt},
            ${userAgent}, ${origin}, ${origin})`;
}

/** Lets a session last longer; one whose token has changed ends all the same. For the system. */
export async function extendSession(
  { sql }: WriteTransaction,
  input: { tokenHash: string; expiresAt: Date },
): Promise<void> {
  await sql`
    update sessions set expires_at = ${input.expiresAt}
    where token_hash = ${input.tokenHash} and rotation is distinct from 'DONE'`;
}

/** Notes that a session was used, and from where. For the system. */
export async function touchSession(
  { sql }: WriteTransaction,
  input: { tokenHash: string; address: string | undefined },
): Promise<void> {
  await sql`
    update sessions set last_seen_at = now(), last_address = coalesce(${input.address ?? null}::inet, last_address)
    where token_hash = ${input.tokenHash}`;
}

/** How long an old token is still good, for what its browser had asked before it got the new one. */
const oldTokenSeconds = 30;

/**
 * Gives a session that is due for it another token. False when somebody else has done it, or it is not due: of several
 * requests at once one changes the token. For the system.
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

/** Ends one session, with what is left of its owner's old tokens, and returns the hashes. For the system. */
export async function endSession({ sql }: WriteTransaction, input: { tokenHash: string }): Promise<string[]> {
  const rows = await sql<{ tokenHash: string }[]>`
    delete from sessions
    where token_hash = ${input.tokenHash}
      or (rotation = 'DONE' and user_id = (select user_id from sessions where token_hash = ${input.tokenHash}))
    returning token_hash as "tokenHash"`;
  return rows.map(({ tokenHash }) => tokenHash);
}

/** Ends sessions of an account: all, one by its id, or all but one; returns their hashes. For the system. */
export async function endSessions(
  { sql }: WriteTransaction,
  input: { userId: string; id?: string; exceptHash?: string | undefined },
): Promise<string[]> {
  const rows = await sql<{ tokenHash: string }[]>`
    delete from sessions where user_id = ${input.userId}
      and ${input.id ? sql`(id = ${input.id} or rotation = 'DONE')` : sql`true`}
      and token_hash <> ${input.exceptHash ?? ''}
    returning token_hash as "tokenHash"`;
  return rows.map(({ tokenHash }) => tokenHash);
}

/** Forgets what is over: sessions, and links a month after they were made. For the system. */
export async function forgetExpired({ sql }: WriteTransaction): Promise<{ sessions: number; links: number }> {
  const sessions = await sql`delete from sessions where expires_at < now()`;
  const links = await sql`delete from account_links where expires_at < now() - interval '30 days'`;
  return { sessions: sessions.count, links: links.count };
}

/**
 * Ends a session of somebody, with what is left of their old tokens, and returns the hashes.
 * @throws NotFound when there is none within one's reach.
 */
export async function endMemberSession(
  tx: WriteTransaction,
  input: { userId: string; sessionId: string; reason: string },
): Promise<string[]> {
  const ended = await tx.sql<{ id: string; tokenHash: string }[]>`
    delete from sessions where user_id = ${input.userId} and (id = ${input.sessionId} or rotation = 'DONE')
    returning id, token_hash as "tokenHash"`;
  if (!ended.some(({ id }) => id === input.sessionId)) {
    throw new NotFound('session that you could end:', input.sessionId);
  }
  await recordAdminAction(tx, {
    action: 'members.end_session',
    targetUserId: input.userId,
    ...(input.reason ? { reason: input.reason } : {}),
  });
  return ended.map(({ tokenHash }) => tokenHash);
}
