import type { Permission } from '@namc/inputs/roles';
import { pick } from '../engine/columns/pick.ts';
import { type ColumnShape, computed, type RowOf, rowsOf, type Shape } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { decrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { users } from '../members/tables.ts';
import { sessions, twoFactorSecrets, userCredentials } from './tables.ts';

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
  ],
  's',
);
const person = pick(
  users,
  {
    userId: 'id',
    email: 'email',
    firstName: 'firstName',
    lastName: 'lastName',
    company: 'company',
    status: 'status',
  },
  'u',
);
const recency = computed({ hasRecentSecondFactor: 'boolean' });
const answer = computed({ askedAt: 'Date', goodUntil: 'Date' });
const permissions: ColumnShape<Permission[]> = { type: 'string[]', isNullable: false };
const access = computed({
  isEmailVerified: 'boolean',
  roles: 'string[]',
  permissions,
  hasTwoFactor: 'boolean',
  rolesEndAt: 'Date | null',
});

/** Hours for which staff may act without giving a code again. */
const secondFactorHours = 12;
/** Seconds for which an answer may be remembered outside of the database. */
const rememberedSeconds = 60;

/** A session. `hasRecentSecondFactor` says that its second factor was given in the last 12 hours. */
export type StoredSession = RowOf<typeof session> & RowOf<typeof recency>;

/**
 * The account of a session with its rights. `roles` and `permissions` are the codes of current staff roles;
 * `rolesEndAt` is the time when the next of them ends, null if none does.
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
 * An unexpired session and its account; undefined if there is none, or the account may not sign in. For the system.
 */
export async function findSession(
  { sql }: Transaction,
  input: { tokenHash: string },
): Promise<FoundSession | undefined> {
  const [row] = await rowsOf(sql, session, recency, person, access, answer)`
    select ${session(sql)}, second.until is not null as "hasRecentSecondFactor",
           now() as "askedAt",
           least(now() + ${rememberedSeconds}::int * interval '1 second', s.expires_at, held.ends, second.until) as "goodUntil",
           ${person(sql)}, u.email_verified_at is not null as "isEmailVerified",
           held.roles, held.permissions, held.ends as "rolesEndAt",
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
    ) second
    where s.token_hash = ${input.tokenHash} and s.expires_at > now()
      and u.status in ('PENDING', 'ACTIVE', 'LAPSED', 'DECLINED')`;
  if (!row) return undefined;
  return {
    session: partOf(row, session, recency),
    account: partOf(row, person, access),
    askedAt: row.askedAt,
    goodUntil: row.goodUntil,
  };
}

const sessionItem = pick(sessions, [
  'id',
  'createdAt',
  'lastSeenAt',
  'expiresAt',
  'isKept',
  'userAgent',
  'address',
  'lastAddress',
]);

/**
 * A session as its owner and staff see it, with the address where it began (`address`) and the address of its last
 * use (`lastAddress`).
 */
export type SessionItem = RowOf<typeof sessionItem>;

/** The sessions of an account, the most recently used first. Members see their own, staff everyone's. */
export async function listSessions({ sql }: Transaction, input: { userId: string }): Promise<SessionItem[]> {
  return rowsOf(sql, sessionItem)`
    select ${sessionItem(sql)} from sessions
    where user_id = ${input.userId} and expires_at > now() and rotation is distinct from 'DONE'
    order by last_seen_at desc`;
}

const owner = pick(users, { userId: 'id', email: 'email', firstName: 'firstName', status: 'status' }, 'u');
const credential = pick(userCredentials, ['passwordHash'], 'c');
const secondFactor = computed({ hasTwoFactor: 'boolean', askedAt: 'Date' });

export type Credentials = RowOf<typeof owner> & RowOf<typeof credential> & RowOf<typeof secondFactor>;

/**
 * The credentials of an account at `askedAt` by the database's clock, found by email address or id; undefined if the account does not exist. For the
 * system.
 */
export async function findCredentials(
  { sql }: Transaction,
  by: { email: string } | { userId: string },
): Promise<Credentials | undefined> {
  const [row] = await rowsOf(sql, owner, credential, secondFactor)`
    select ${owner(sql)}, ${credential(sql)},
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor",
           now() as "askedAt"
    from users u join user_credentials c on c.user_id = u.id
    where ${'email' in by ? sql`u.email_key = ${by.email}` : sql`u.id = ${by.userId}`} and u.status <> 'CLOSED'`;
  return row;
}

/** Minutes after a correct password in which the code has to follow. */
export const halfWayMinutes = 10;
const halfWay = computed({ isHalfWay: 'boolean' });

/** Whether a sign-in whose password was given at `begunAt` still waits for its code. For the system. */
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
