import type { Permission } from '@namc/inputs/roles';
import type { Transaction, WriteTransaction } from '../engine/database.ts';
import type { Origin } from './commands/account-events.ts';

/** Who is signed in, and what they may do. */
export interface SessionAccount {
  userId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string | null;
  status: string;
  isEmailVerified: boolean;
  /** Roles of staff that hold now, by code. */
  roles: string[];
  permissions: Permission[];
  hasTwoFactor: boolean;
  /** When the next of the roles ends; null when none does. */
  rolesEndAt: Date | null;
}

export interface StoredSession {
  tokenHash: string;
  id: string;
  createdAt: Date;
  expiresAt: Date;
  isKept: boolean;
  twoFactorAt: Date | null;
  lastSeenAt: Date;
  lastAddress: string | null;
  /** DUE: its token has to change. DONE: this token has changed already, and is good for a few seconds more. */
  rotation: 'DUE' | 'DONE' | null;
}

/** A session that is not over, with its account. For the system. */
export async function findSession(
  { sql }: Transaction,
  input: { tokenHash: string },
): Promise<{ session: StoredSession; account: SessionAccount } | undefined> {
  const [row] = await sql<(StoredSession & SessionAccount)[]>`
    select s.token_hash as "tokenHash", s.id, s.created_at as "createdAt", s.expires_at as "expiresAt",
           s.is_kept as "isKept", s.two_factor_at as "twoFactorAt", s.last_seen_at as "lastSeenAt",
           host(s.last_address) as "lastAddress", s.rotation,
           u.id as "userId", u.email::text as email, u.first_name as "firstName", u.last_name as "lastName", u.company,
           u.status, u.email_verified_at is not null as "isEmailVerified",
           held.roles, held.permissions, held.ends as "rolesEndAt",
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor"
    from sessions s join users u on u.id = s.user_id,
    lateral (
      select coalesce(array_agg(distinct r.role_code) filter (where p.permission_code is not null), '{}') as roles,
             coalesce(array_agg(distinct p.permission_code) filter (where p.permission_code is not null), '{}') as permissions,
             min(r.expires_at) as ends
      from user_roles r left join role_permissions p using (role_code)
      where r.user_id = u.id and u.status = 'ACTIVE' and (r.expires_at is null or r.expires_at > now())
    ) held
    where s.token_hash = ${input.tokenHash} and s.expires_at > now()
      and u.status in ('PENDING', 'ACTIVE', 'LAPSED', 'DECLINED')`;
  if (!row) return undefined;
  const {
    tokenHash,
    id,
    createdAt,
    expiresAt,
    isKept,
    twoFactorAt,
    lastSeenAt,
    lastAddress,
    rotation,
    ...account
  } = row;
  const session = {
    tokenHash,
    id,
    createdAt,
    expiresAt,
    isKept,
    twoFactorAt,
    lastSeenAt,
    lastAddress,
    rotation,
  };
  return { session, account };
}

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

/** The hashes of the sessions of an account, for whoever has to forget them elsewhere too. For the system. */
export async function listSessionHashes({ sql }: Transaction, input: { userId: string }): Promise<string[]> {
  const rows = await sql<{ tokenHash: string }[]>`
    select token_hash as "tokenHash" from sessions where user_id = ${input.userId}`;
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

export interface SessionItem {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  isKept: boolean;
  userAgent: string | null;
  /** Where it began, and where it was seen last. */
  address: string | null;
  lastAddress: string | null;
}

/** Where an account is signed in, the last seen first: one's own, or for staff anybody's. */
export async function listSessions({ sql }: Transaction, input: { userId: string }): Promise<SessionItem[]> {
  return sql<SessionItem[]>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", is_kept as "isKept",
           user_agent as "userAgent", host(address) as address, host(last_address) as "lastAddress"
    from sessions where user_id = ${input.userId} and expires_at > now() and rotation is distinct from 'DONE'
    order by last_seen_at desc`;
}

/** Forgets what is over: sessions, and links a month after they were made. For the system. */
export async function forgetExpired({ sql }: WriteTransaction): Promise<{ sessions: number; links: number }> {
  const sessions = await sql`delete from sessions where expires_at < now()`;
  const links = await sql`delete from account_links where expires_at < now() - interval '30 days'`;
  return { sessions: sessions.count, links: links.count };
}
