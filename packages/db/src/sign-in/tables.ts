import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  inet,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { citext } from '../engine/columns/citext.ts';
import { createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { linkPurposes } from '../engine/letter.ts';
import { users } from '../members/tables.ts';

/** The account's `security_version` when this was made. It is good only while the account still has that version. */
const securityVersion = () => integer('security_version').notNull().default(0);

/** Mailed links. Each works once, for a limited time. Only the SHA-256 of its token is stored. */
export const accountLinks = pgTable(
  'account_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: linkPurposes }).notNull(),
    /** The address that the link was sent to. */
    email: citext('email').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** The time when a newer link for the same purpose took its place. */
    replacedAt: instant('replaced_at'),
    securityVersion: securityVersion(),
    /** The mail that carries it. */
    mailId: uuid('mail_id'),
  },
  (table) => [
    index('idx_account_links_user').on(table.userId, table.purpose),
    index('idx_account_links_expires').on(table.expiresAt),
    check('account_links_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
    check('account_links_purpose_known', oneOf('purpose', linkPurposes)),
    check('account_links_expire_later', sql`${table.expiresAt} > ${table.createdAt}`),
  ],
);

/**
 * An address that an account is to get. Its row stands even if another account has the address already, so that it does
 * not tell who has an account.
 */
export const emailChanges = pgTable(
  'email_changes',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    /** When the last link was asked for. */
    requestedAt: instant('requested_at').notNull().default(sql`now()`),
    securityVersion: securityVersion(),
  },
  () => [check('email_changes_one_line', sql`is_mailbox(email)`)],
);

export const accountEventKinds = [
  'APPLIED',
  'EMAIL_VERIFIED',
  'SIGNED_IN',
  'SIGN_IN_REFUSED',
  'SIGNED_OUT',
  'SESSION_ENDED',
  'OLD_TOKEN_USED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'EMAIL_CHANGED',
  'EMAIL_CHANGE_CANCELED',
  'TWO_FACTOR_ON',
  'TWO_FACTOR_OFF',
  'RECOVERY_CODE_USED',
  'RECOVERY_CODES_MADE',
  'CODE_REFUSED',
  'AUTHENTICATOR_REPLACED',
  'APPLICATION_CHANGED',
  'APPLICATION_WITHDRAWN',
  'APPLICATION_SENT_AGAIN',
  'CLOSED',
] as const;

export type AccountEventKind = (typeof accountEventKinds)[number];

/** Events of an account, visible to its owner and staff. */
export const accountEvents = pgTable(
  'account_events',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: accountEventKinds }).notNull(),
    address: inet('address'),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_account_events_user').on(table.userId, table.createdAt.desc().nullsFirst()),
    check('account_events_kind_known', oneOf('kind', accountEventKinds)),
    check('account_events_user_agent_short', sql`length(user_agent) <= 500`),
  ],
);

/**
 * The secret that an authenticator app shares with the portal, encrypted. Unconfirmed until a first correct code.
 */
export const twoFactorSecrets = pgTable(
  'two_factor_secrets',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    encryptedSecret: bytea('encrypted_secret').notNull(),
    confirmedAt: instant('confirmed_at'),
    /** The time step (30 seconds) of the last used code (RFC 6238), so that no code works twice. */
    lastUsedStep: bigint('last_used_step', { mode: 'number' }),
    createdAt: createdAt(),
    /** Wrong codes since the last correct one. */
    refusedCodes: integer('refused_codes').notNull().default(0),
    /** The secret of the authenticator that is to take this one's place, encrypted as for `encrypted_secret`. */
    encryptedReplacement: bytea('encrypted_replacement'),
    replacementAt: instant('replacement_at'),
  },
  (table) => [
    check(
      'two_factor_secrets_replacement_whole',
      sql`(${table.encryptedReplacement} is null) = (${table.replacementAt} is null)`,
    ),
  ],
);

/**
 * Recovery codes. Each one admits once a person who has lost the authenticator. Only a slow hash is stored.
 */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.codeHash] }),
    check('recovery_codes_code_hash_sha256', sql`code_hash ~ '^[0-9a-f]{64}$'`),
  ],
);

/** Passwords. Policies show them to the system alone. */
export const userCredentials = pgTable(
  'user_credentials',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    passwordHash: text('password_hash').notNull(),
    changedAt: instant('changed_at').notNull().default(sql`now()`),
  },
  () => [check('user_credentials_argon2id', sql`password_hash like '$argon2id$%'`)],
);

const sessionRotations = ['DUE', 'DONE'] as const;

/** The sessions of signed-in people. Only the SHA-256 of the token is stored. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The id by which a person sees and ends a session, never the token or its hash. */
    id: uuid('id').notNull().unique('sessions_id_key').default(sql`time_ordered_uuid()`),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
    expiresAt: instant('expires_at').notNull(),
    isKept: boolean('is_kept').notNull().default(false),
    /** The time when the second factor was given in this session. */
    twoFactorAt: instant('two_factor_at'),
    userAgent: text('user_agent'),
    /** The addresses of its beginning and its last use. */
    address: inet('address'),
    lastAddress: inet('last_address'),
    /**
     * DUE: the next request gets a new token, because a privilege has changed. A session that is found by an old
     * token is shown as DONE.
     */
    rotation: text('rotation', { enum: sessionRotations }),
    securityVersion: securityVersion(),
  },
  (table) => [
    index('idx_sessions_user').on(table.userId, table.lastSeenAt.desc().nullsFirst()),
    index('idx_sessions_expires').on(table.expiresAt),
    check('sessions_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
    check('sessions_expire_later', sql`${table.expiresAt} > ${table.createdAt}`),
    check('sessions_user_agent_short', sql`length(user_agent) <= 500`),
    check('sessions_rotation_known', oneOf('rotation', sessionRotations)),
  ],
);

/**
 * The tokens that a session had before. One answers for a few seconds more, for the requests that its browser sent
 * before it received the new one. One that is used after that is in two hands, and its session ends.
 */
export const replacedTokens = pgTable(
  'replaced_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    sessionId: uuid('session_id').notNull(),
    answersUntil: instant('answers_until').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'replaced_tokens_session',
      columns: [table.sessionId],
      foreignColumns: [sessions.id],
    }).onDelete('cascade'),
    index('idx_replaced_tokens_session').on(table.sessionId),
    check('replaced_tokens_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
  ],
);
