import { applicationStatuses } from '@namc/inputs/accounts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  inet,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { citext } from '../engine/columns/citext.ts';
import { createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { membershipTiers } from '../payments/tables.ts';

/** What somebody asked for who wants to be a member, and what became of it. The person is the row in `users`. */
export const membershipApplications = pgTable(
  'membership_applications',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .unique('membership_applications_user_once')
      .references(() => users.id, { onDelete: 'cascade' }),
    tierCode: text('tier_code')
      .notNull()
      .references(() => membershipTiers.code),
    status: text('status', { enum: applicationStatuses }).notNull().default('UNVERIFIED'),
    statement: text('statement').notNull().default(''),
    /** Why it was declined, as the applicant was told; or what staff noted when they approved it. */
    reason: text('reason'),
    decidedBy: uuid('decided_by').references(() => users.id, { onDelete: 'set null' }),
    decidedAt: instant('decided_at'),
    submittedAt: instant('submitted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_membership_applications_status').on(table.status, table.submittedAt, table.id),
    index('idx_membership_applications_tier').on(table.tierCode),
    index('idx_membership_applications_decided_by').on(table.decidedBy),
    check('membership_applications_status_known', oneOf('status', applicationStatuses)),
    check('membership_applications_texts_short', sql`length(statement) <= 2000 and length(reason) <= 1000`),
    check('membership_applications_declined_with_reason', sql`status <> 'DECLINED' or btrim(reason) <> ''`),
  ],
);

/** Who of the staff has an application open just now, so that two do not decide it without knowing of one another. */
export const applicationReviews = pgTable(
  'application_reviews',
  {
    applicationId: uuid('application_id').notNull(),
    reviewerId: uuid('reviewer_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    openedAt: instant('opened_at').notNull().default(sql`now()`),
    /** Their page says each minute that it is still open. */
    seenAt: instant('seen_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.applicationId, table.reviewerId] }),
    foreignKey({
      name: 'application_reviews_application',
      columns: [table.applicationId],
      foreignColumns: [membershipApplications.id],
    }).onDelete('cascade'),
    index('idx_application_reviews_reviewer').on(table.reviewerId),
  ],
);

/** Staff's questions about an application, and the applicant's answers. */
export const applicationMessages = pgTable(
  'application_messages',
  {
    id: key(),
    applicationId: uuid('application_id').notNull(),
    authorId: uuid('author_id'),
    isFromStaff: boolean('is_from_staff').notNull(),
    body: text('body').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'application_messages_application',
      columns: [table.applicationId],
      foreignColumns: [membershipApplications.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'application_messages_author',
      columns: [table.authorId],
      foreignColumns: [users.id],
    }).onDelete('set null'),
    index('idx_application_messages_application').on(table.applicationId, table.id),
    index('idx_application_messages_author').on(table.authorId),
    check('application_messages_body_sensible', sql`btrim(body) <> '' and length(body) <= 4000`),
  ],
);

export const linkPurposes = ['VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** Links that were mailed: each is good once, for a while. Only the SHA-256 of what it carries is kept. */
export const accountLinks = pgTable(
  'account_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: linkPurposes }).notNull(),
    /** The address that it was sent to. */
    email: citext('email').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('idx_account_links_user').on(table.userId, table.purpose),
    index('idx_account_links_expires').on(table.expiresAt),
    check('account_links_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
    check('account_links_purpose_known', oneOf('purpose', linkPurposes)),
    check('account_links_expire_later', sql`${table.expiresAt} > ${table.createdAt}`),
  ],
);

export const accountEventKinds = [
  'APPLIED',
  'EMAIL_VERIFIED',
  'SIGNED_IN',
  'SIGN_IN_REFUSED',
  'SIGNED_OUT',
  'SESSION_ENDED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'EMAIL_CHANGED',
  'TWO_FACTOR_ON',
  'TWO_FACTOR_OFF',
  'RECOVERY_CODE_USED',
  'CLOSED',
] as const;
export type AccountEventKind = (typeof accountEventKinds)[number];

/** What happened to an account: its owner and staff see it. */
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

/** What an authenticator app shares with the portal, encrypted. Unconfirmed until a first code was right. */
export const twoFactorSecrets = pgTable('two_factor_secrets', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  encryptedSecret: bytea('encrypted_secret').notNull(),
  confirmedAt: instant('confirmed_at'),
  /** The 30 seconds whose code was used last (RFC 6238): no code is good twice. */
  lastUsedStep: bigint('last_used_step', { mode: 'number' }),
  createdAt: createdAt(),
});

/** Each lets somebody in once who has lost the authenticator. Only the SHA-256 is kept. */
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
