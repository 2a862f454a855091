import type { MemberStatus } from '@namc/inputs/member-lists';
import type { Permission } from '@namc/inputs/roles';
import { accountStandings, standingActs } from '@namc/inputs/standing-rules';
import { pick } from '../engine/columns/pick.ts';
import {
  anyOf,
  type ColumnShape,
  computed,
  listOf,
  type RowOf,
  rowsOf,
  type Shape,
} from '../engine/columns/shape.ts';
import type { Fragment } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { decrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { users } from '../members/tables.ts';
import { accountLinks, emailChanges, sessions, twoFactorSecrets, userCredentials } from './tables.ts';

const session = pick(
  sessions,
  [
    'tokenHash',
    'id',
    'createdAt',
    'expiresAt',
    'isKept',
    'twoFactorAt',
    'lastSeenAt',
    'lastAddress',
    'rotation',
    'securityVersion',
  ],
  's',
);
const oldToken = computed({ answersUntil: 'Date | null' });
const person = pick(
  users,
  {
    userId: 'id',
    email: 'email',
    firstName: 'firstName',
    lastName: 'lastName',
    status: 'status',
  },
  'u',
);
const recency = computed({ hasRecentSecondFactor: 'boolean' });
const answer = computed({ askedAt: 'Date', goodUntil: 'Date' });
const permissions: ColumnShape<Permission[]> = { type: 'string[]', isNullable: false };
const access = computed({
  roles: 'string[]',
  permissions,
  hasTwoFactor: 'boolean',
  rolesEndAt: 'Date | null',
  standing: anyOf(accountStandings),
  acts: listOf(standingActs),
});

/** The states of an account whose owner may be signed in. */
export const mayBeSignedIn: MemberStatus[] = ['PENDING', 'ACTIVE', 'LAPSED', 'DECLINED'];

const replaced = computed({ isReplaced: 'boolean' });

/** The age in hours at which a session ends, however much it is used: kept on a device, or not. */
export const mostHours = { kept: 180 * 24, brief: 24 };
/** Hours for which staff may act without giving a code again. */
const secondFactorHours = 12;
/** Seconds for which an answer may be remembered outside of the database. */
const rememberedSeconds = 60;

/** A session. `hasRecentSecondFactor` says that its second factor was given in the last 12 hours. */
export type StoredSession = RowOf<typeof session> & RowOf<typeof recency>;

/**
 * The account of a session with its rights. `roles` and `permissions` are the codes of current staff roles;
 * `rolesEndAt` is the time when the next of them ends, null if none does. `acts` are what its `standing` allows by the table of
 * rules.
 */
export type SessionAccount = RowOf<typeof person> & RowOf<typeof access>;

export interface SignedIn {
  session: StoredSession;
  account: SessionAccount;
}

/**
 * A session as the database knew it at `askedAt` by its own clock. At `goodUntil` something in it may have changed by
 * time alone, or it is a minute old.
 */
export type FoundSession = SignedIn & RowOf<typeof answer>;

/** The columns of a row that these shapes declare. */
function partOf<Row>(row: object, ...shapes: Shape<unknown>[]): Row {
  const names = shapes.flatMap(({ columns }) => Object.keys(columns));
  return Object.fromEntries(names.map((name) => [name, row[name as keyof typeof row]])) as Row;
}

/**
 * An unexpired session and its account; undefined if there is none, the account may not sign in, or its owner has
 * taken it back since. An old token finds its session for a few seconds more, with the rotation `DONE`. For the
 * system.
 */
export async function findSession(
  { sql }: Transaction,
  input: { tokenHash: string },
): Promise<FoundSession | undefined> {
  const { tokenHash } = input;
  const [row] = await rowsOf(sql, session, recency, oldToken, person, access, answer)`
    with old as materialized (
      select q.token_hash, o.answers_until from replaced_tokens o join sessions q on q.id = o.session_id
      where o.token_hash = ${tokenHash} and o.answers_until > now()
    )
    select ${session(sql)}, second.until is not null as "hasRecentSecondFactor", ${person(sql)},
           (select least(s.expires_at, answers_until) from old) as "answersUntil", now() as "askedAt",
           least(now() + ${rememberedSeconds}::int * interval '1 second', s.expires_at, held.ends, second.until,
                 (select answers_until from old)) as "goodUntil",
           held.roles, held.permissions, held.ends as "rolesEndAt", standing,
           array(select act from standing_rules where standing = any (allowed) order by position) as acts,
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor"
    from sessions s join users u on u.id = s.user_id,
    lateral (
      select coalesce(array_agg(distinct r.role_code) filter (where p.permission_code is not null), '{}') as roles,
             coalesce(array_agg(distinct p.permission_code) filter (where p.permission_code is not null), '{}') as permissions,
             min(r.expires_at) as ends
      from user_roles r left join role_permissions p using (role_code)
      where r.user_id = u.id and u.status = 'ACTIVE' and (r.expires_at is null or r.expires_at > now())
    ) held,
    lateral (
      select case when s.two_factor_at > now() - ${secondFactorHours}::int * interval '1 hour'
                  then s.two_factor_at + ${secondFactorHours}::int * interval '1 hour' end as until
    ) second,
    lateral (select account_standing(u.id) as standing) own
    where s.token_hash = coalesce((select token_hash from old), ${tokenHash})
      and s.expires_at > now() and s.security_version = u.security_version
      and s.created_at > now() - interval '1 hour' * case when s.is_kept then ${mostHours.kept}::int else ${mostHours.brief}::int end
      and u.email_verified_at is not null and u.status = any (${mayBeSignedIn}::text[])`;
  if (!row) return undefined;
  const found: StoredSession = partOf(row, session, recency);
  const account: SessionAccount = partOf(row, person, access);
  const { answersUntil, askedAt, goodUntil } = row;
  if (!answersUntil) return { session: found, account, askedAt, goodUntil };
  const old: StoredSession = { ...found, tokenHash, rotation: 'DONE', expiresAt: answersUntil };
  return { session: old, account, askedAt, goodUntil };
}

/** True if this is an old token of a living session whose time has passed. For the system. */
export async function isTokenReplaced({ sql }: Transaction, input: { tokenHash: string }): Promise<boolean> {
  const [row] = await rowsOf(sql, replaced)`
    select exists (select from replaced_tokens
                   where token_hash = ${input.tokenHash} and answers_until <= now()) as "isReplaced"`;
  return row?.isReplaced ?? false;
}

const sessionItem = pick(
  sessions,
  ['id', 'createdAt', 'lastSeenAt', 'expiresAt', 'isKept', 'userAgent', 'address', 'lastAddress'],
  's',
);

/**
 * A session as its owner and staff see it, with the address where it began (`address`) and the address of its last
 * use (`lastAddress`).
 */
export type SessionItem = RowOf<typeof sessionItem>;

/** The sessions of an account, the most recently used first. Members see their own, staff everyone's. */
export async function listSessions({ sql }: Transaction, input: { userId: string }): Promise<SessionItem[]> {
  return rowsOf(sql, sessionItem)`
    select ${sessionItem(sql)} from sessions s join users u on u.id = s.user_id
    where s.user_id = ${input.userId} and s.expires_at > now() and s.security_version = u.security_version
    order by s.last_seen_at desc`;
}

const owner = pick(
  users,
  {
    userId: 'id',
    email: 'email',
    firstName: 'firstName',
    status: 'status',
    securityVersion: 'securityVersion',
  },
  'u',
);
const credential = pick(userCredentials, ['passwordHash'], 'c');
const secondFactor = computed({ hasTwoFactor: 'boolean', askedAt: 'Date' });
const match = computed({ isAsked: 'boolean' });

export type Credentials = RowOf<typeof owner> & RowOf<typeof credential> & RowOf<typeof secondFactor>;

/**
 * The credentials of an account at `askedAt` by the database's clock, found by email address or id; undefined if the
 * account does not exist, or its address is not confirmed. For an address, the server reads and sends one account in
 * either case, the asked one or the next by address, so that the time does not tell whether the asked one exists: with
 * a row the statement takes 0.05 ms longer than without. For the system.
 */
export async function findCredentials(
  { sql }: Transaction,
  by: { email: string } | { userId: string },
): Promise<Credentials | undefined> {
  const next = (isAfter: Fragment) => sql`(
    select n.id from users n where ${isAfter} and n.status <> 'CLOSED' and n.email_verified_at is not null
      and exists (select from user_credentials where user_id = n.id)
    order by n.email_key limit 1)`;
  const isFound =
    'email' in by
      ? sql`u.id = coalesce(${next(sql`n.email_key >= ${by.email}`)}, ${next(sql`true`)})`
      : sql`u.id = ${by.userId}`;
  const [row] = await rowsOf(sql, owner, credential, secondFactor, match)`
    select ${owner(sql)}, ${credential(sql)},
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor",
           now() as "askedAt", ${'email' in by ? sql`u.email_key = ${by.email}` : sql`true`} as "isAsked"
    from users u join user_credentials c on c.user_id = u.id
    where ${isFound} and u.status <> 'CLOSED' and u.email_verified_at is not null`;
  if (!row?.isAsked) return undefined;
  return partOf(row, owner, credential, secondFactor);
}

const link = pick(accountLinks, ['purpose', 'email'], 'l');
const addressee = pick(users, ['firstName', 'lastName'], 'u');
/** The firm of a member, or the one that an applicant names. */
const firm = computed({ company: 'string | null' });
const linkState = computed({ state: anyOf(['good', 'used', 'replaced', 'expired', 'void']) });

/**
 * A mailed link and the account's owner. The link is `replaced` when a newer one was mailed, and `void` when the
 * owner has taken the account back since, or the account has another address now.
 */
export type LinkItem = RowOf<typeof link> &
  RowOf<typeof addressee> &
  RowOf<typeof firm> &
  RowOf<typeof linkState>;

/** The link of a token, without using it up; undefined if there is none. For the system. */
export async function findLink(
  { sql }: Transaction,
  input: { tokenHash: string },
): Promise<LinkItem | undefined> {
  const [row] = await rowsOf(sql, link, addressee, firm, linkState)`
    select ${link(sql)}, ${addressee(sql)},
           coalesce((select name from shown_firms f where f.user_id = u.id),
                    (select company from membership_applications a where a.user_id = u.id)) as company,
           case when l.used_at is not null then 'used'
                when l.replaced_at is not null then 'replaced'
                when l.security_version <> u.security_version
                  or (l.purpose <> 'CHANGE_EMAIL' and u.email_key <> lower(l.email::text)) then 'void'
                when l.expires_at <= now() then 'expired'
                else 'good' end as state
    from account_links l join users u on u.id = l.user_id where l.token_hash = ${input.tokenHash}`;
  return row;
}

/** Hours for which the link to a new address works. */
export const emailChangeHours = 24;

const change = pick(emailChanges, ['email'], 'c');
const until = computed({ until: 'Date' });

/** The address that the acting person's account is to get, and until when its link works; undefined if there is none. */
export async function findEmailChange({
  sql,
}: Transaction): Promise<(RowOf<typeof change> & RowOf<typeof until>) | undefined> {
  const [row] = await rowsOf(sql, change, until)`
    select ${change(sql)}, c.requested_at + ${emailChangeHours}::int * interval '1 hour' as until
    from email_changes c join users u on u.id = c.user_id
    where c.user_id = current_user_id() and c.security_version = u.security_version
      and c.requested_at > now() - ${emailChangeHours}::int * interval '1 hour'`;
  return row;
}

/** Minutes after a correct password in which the code has to follow. */
export const halfWayMinutes = 10;
const halfWay = computed({ isHalfWay: 'boolean' });

/** True if a sign-in whose password was given at `begunAt` still waits for its code. For the system. */
export async function isHalfWay({ sql }: Transaction, input: { begunAt: Date }): Promise<boolean> {
  const [row] = await rowsOf(sql, halfWay)`
    select now() < ${input.begunAt} + ${halfWayMinutes}::int * interval '1 minute' as "isHalfWay"`;
  return row?.isHalfWay ?? false;
}

/** The only cell in which an account's secret decrypts. */
export const twoFactorCell = (userId: string) => ({
  table: 'two_factor_secrets',
  column: 'encrypted_secret',
  row: userId,
});

const secret = pick(twoFactorSecrets, ['encryptedSecret', 'encryptedReplacement']);
const confirmation = computed({ isConfirmed: 'boolean', askedAt: 'Date' });

/** An account's second factor. Secrets are in the clear, for comparing one code; never log them. */
export interface TwoFactor {
  secret: string;
  isConfirmed: boolean;
  /** The secret of an authenticator that is to take this one's place. */
  replacement: string | undefined;
  /** By the database's clock, which decides which codes are right now. */
  askedAt: Date;
}

/** The second factor of an account. For the system. */
export async function findTwoFactor(
  { sql }: Transaction,
  ring: KeyRing,
  input: { userId: string },
): Promise<TwoFactor | undefined> {
  const [row] = await rowsOf(sql, secret, confirmation)`
    select ${secret(sql)}, confirmed_at is not null as "isConfirmed", now() as "askedAt"
    from two_factor_secrets where user_id = ${input.userId}`;
  if (!row) return undefined;
  const open = (bytes: Buffer) => decrypt(ring, twoFactorCell(input.userId), bytes);
  return {
    secret: open(row.encryptedSecret),
    isConfirmed: row.isConfirmed,
    replacement: row.encryptedReplacement ? open(row.encryptedReplacement) : undefined,
    askedAt: row.askedAt,
  };
}

const unused = computed({ count: 'number' });

/** The number of unused recovery codes of an account. For the system. */
export async function countRecoveryCodes({ sql }: Transaction, input: { userId: string }): Promise<number> {
  const [row] = await rowsOf(sql, unused)`
    select count(*) as count from recovery_codes where user_id = ${input.userId} and used_at is null`;
  return row?.count ?? 0;
}
