import type { Permission } from '@namc/inputs/roles';
import type { Transaction } from '../engine/database.ts';
import { decrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';

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

/** The hashes of the sessions of an account, for whoever has to forget them elsewhere too. For the system. */
export async function listSessionHashes({ sql }: Transaction, input: { userId: string }): Promise<string[]> {
  const rows = await sql<{ tokenHash: string }[]>`
    select token_hash as "tokenHash" from sessions where user_id = ${input.userId}`;
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

export interface Credentials {
  userId: string;
  email: string;
  firstName: string;
  status: string;
  passwordHash: string;
  hasTwoFactor: boolean;
}

/** What somebody signs in with, by e-mail address or id. For the system. */
export async function findCredentials(
  { sql }: Transaction,
  by: { email: string } | { userId: string },
): Promise<Credentials | undefined> {
  const [row] = await sql<Credentials[]>`
    select u.id as "userId", u.email::text as email, u.first_name as "firstName", u.status,
           c.password_hash as "passwordHash",
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor"
    from users u join user_credentials c on c.user_id = u.id
    where ${'email' in by ? sql`u.email_key = ${by.email}` : sql`u.id = ${by.userId}`} and u.status <> 'CLOSED'`;
  return row;
}

/** Where the secret of an account belongs; it decrypts nowhere else. */
export const twoFactorPlace = (userId: string) => ({
  table: 'two_factor_secrets',
  column: 'encrypted_secret',
  row: userId,
});

/** The secret of an account, in the clear: for one comparison, and for no log. For the system. */
export async function findTwoFactor(
  { sql }: Transaction,
  ring: KeyRing,
  input: { userId: string },
): Promise<{ secret: string; isConfirmed: boolean } | undefined> {
  const [row] = await sql<{ encrypted: Buffer; isConfirmed: boolean }[]>`
    select encrypted_secret as encrypted, confirmed_at is not null as "isConfirmed"
    from two_factor_secrets where user_id = ${input.userId}`;
  return (
    row && {
      secret: decrypt(ring, twoFactorPlace(input.userId), row.encrypted),
      isConfirmed: row.isConfirmed,
    }
  );
}

/** How many recovery codes are left. For the system. */
export async function countRecoveryCodes({ sql }: Transaction, input: { userId: string }): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from recovery_codes where user_id = ${input.userId} and used_at is null`;
  return row?.count ?? 0;
}
