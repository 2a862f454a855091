import {
  bidderRoles,
  bidStatuses,
  type ListedSubcontractor,
  offerProblems,
  stances,
} from '@namc/inputs/bids';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { bytea } from '../engine/columns/bytea.ts';
import {
  areLines,
  cents,
  createdAt,
  currency,
  instant,
  key,
  oneOf,
  updatedAt,
} from '../engine/columns/standard.ts';
import { storedFile } from '../engine/columns/stored-file.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** The plans of a firm for a project, before it bids. */
export const projectInterests = pgTable(
  'project_interests',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    stance: text('stance', { enum: stances }).notNull(),
    bidsAs: text('bids_as', { enum: bidderRoles }).notNull().default('PRIME'),
    /** True for a firm that wants to stand on the list of plan holders. */
    isShown: boolean('is_shown').notNull().default(false),
    saidBy: uuid('said_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('project_interests_once').on(table.projectId, table.companyId),
    index('idx_project_interests_company').on(table.companyId),
    index('idx_project_interests_said_by').on(table.saidBy),
    check('project_interests_stance_known', oneOf('stance', stances)),
    check('project_interests_bids_as_known', oneOf('bids_as', bidderRoles)),
    check('project_interests_shown_with_interest', sql`stance = 'INTERESTED' or not is_shown`),
  ],
);

/** A member's bid. Its offer is in `bidContents` and `bidFiles`. */
export const bids = pgTable(
  'project_applications',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'restrict' }),
    bidderId: uuid('applicant_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** The bidder’s firm. The database names it for a bidder with one company. */
    companyId: uuid('company_id').references(() => companies.id, { onDelete: 'set null' }),
    status: text('status', { enum: bidStatuses }).notNull().default('SUBMITTED'),
    submittedAt: instant('submitted_at').notNull().default(sql`now()`),
    decidedAt: instant('decided_at'),
    decidedBy: uuid('decided_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** The earlier bid of the firm whose place this one took. */
    replacesId: uuid('replaces_id'),
    /** Needed after the deadline. */
    withdrawReason: text('withdraw_reason'),
    /** The poster’s reason for an award. */
    decisionReason: text('decision_reason'),
    /** When the bidder was told of the decision. */
    toldAt: instant('told_at'),
    /** Null in rows that are older than the column. */
    withdrawnAt: instant('withdrawn_at'),
    /** When the poster was told that the bid was withdrawn after the opening. */
    posterToldAt: instant('poster_told_at'),
  },
  (table) => [
    foreignKey({
      name: 'project_applications_replaces_id_fk',
      columns: [table.replacesId],
      foreignColumns: [table.id],
    }).onDelete('set null'),
    index('idx_project_applications_replaces').on(table.replacesId),
    check('project_applications_reasons_one_line', areLines('withdraw_reason')),
    check(
      'project_applications_withdraw_reason_sensible',
      sql`withdraw_reason is null or (status = 'WITHDRAWN' and btrim(withdraw_reason) <> '' and length(withdraw_reason) <= 300)`,
    ),
    check('project_applications_decision_reason_one_line', areLines('decision_reason')),
    check(
      'project_applications_decision_reason_sensible',
      sql`decision_reason is null or (status = 'AWARDED' and btrim(decision_reason) <> '' and length(decision_reason) <= 300)`,
    ),
    uniqueIndex('project_applications_one_live')
      .on(table.projectId, table.bidderId)
      .where(sql`status in ('SUBMITTED', 'SHORTLISTED', 'AWARDED')`),
    uniqueIndex('project_applications_one_awarded').on(table.projectId).where(sql`status = 'AWARDED'`),
    index('idx_project_applications_project').on(table.projectId, table.status, table.submittedAt, table.id),
    index('idx_project_applications_applicant').on(
      table.bidderId,
      table.submittedAt.desc().nullsFirst(),
      table.id,
    ),
    index('idx_project_applications_decided_by').on(table.decidedBy),
    index('idx_project_applications_company').on(table.companyId),
    check('project_applications_status_known', oneOf('status', bidStatuses)),
    check('project_applications_withdrawn', sql`withdrawn_at is null or status = 'WITHDRAWN'`),
    check(
      'project_applications_decision_known',
      sql`(status in ('DECLINED', 'AWARDED')) = (decided_at is not null)`,
    ),
  ],
);

/**
 * Hashed together with the content of a sealed row. The trail holds this hash, the row's `commitment`, in place of the
 * content.
 */
const salt = () => bytea('salt').default(sql`gen_random_bytes(32)`);

/**
 * The offer of a bid. Until the opening act it is encrypted (`sealed`), and what it says is null. An offer that the system recorded
 * is readable until the worker seals it.
 */
export const bidContents = pgTable(
  'bid_contents',
  {
    bidId: uuid('bid_id')
      .primaryKey()
      .references(() => bids.id, { onDelete: 'cascade' }),
    amountCents: cents('amount_cents'),
    currency: currency(),
    message: text('message'),
    salt: salt(),
    /** The database computes it as the offer comes in. */
    commitment: text('commitment').notNull().default(''),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    subcontractors: jsonb('subcontractors').$type<ListedSubcontractor[]>().default([]),
    /** The commitment to the list of subcontractors. Null in rows that are older than the list. */
    listCommitment: text('list_commitment'),
    /** The offer, encrypted with the public key of its project (`sealing.ts`). */
    sealed: bytea('sealed'),
    openedAt: instant('opened_at'),
    /** The reason why an opening left this offer closed. */
    problem: text('problem', { enum: offerProblems }),
  },
  (table) => [
    check(
      'bid_contents_subcontractors_sensible',
      sql`jsonb_typeof(subcontractors) = 'array' and jsonb_array_length(subcontractors) <= 50 and length(subcontractors::text) <= 60000`,
    ),
    check('bid_contents_currency_known', oneOf('currency', ['USD'])),
    check('bid_contents_amount_positive', sql`amount_cents > 0`),
    check('bid_contents_message_short', sql`length(message) <= 10000`),
    check('bid_contents_problem_known', oneOf('problem', offerProblems)),
    check(
      'bid_contents_sealed_until_opened',
      sql`case when sealed is null or (opened_at is not null and problem is null)
        then message is not null and salt is not null and subcontractors is not null
        else amount_cents is null and message is null and salt is null and subcontractors is null end`,
    ),
    check('bid_contents_problem_of_opened', sql`problem is null or opened_at is not null`),
    index('idx_bid_contents_to_seal').on(table.bidId).where(sql`sealed is null and opened_at is null`),
  ],
);

/** The firm’s own copy of a bid that it submitted, encrypted by the application as its draft is. */
export const bidCopies = pgTable('bid_copies', {
  bidId: uuid('bid_id')
    .primaryKey()
    .references(() => bids.id, { onDelete: 'cascade' }),
  encryptedContent: bytea('encrypted_content').notNull(),
  createdAt: createdAt(),
});

/** The pair of keys with which the offers on a project are sealed. */
export const projectSeals = pgTable(
  'project_seals',
  {
    projectId: uuid('project_id')
      .primaryKey()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Encrypted by the application, so that the portal knows it as its own. */
    encryptedPublicKey: bytea('encrypted_public_key').notNull(),
    /** The private half, encrypted to the worker’s key `keyId`. */
    wrappedKey: bytea('wrapped_key').notNull(),
    keyId: text('key_id').notNull(),
    createdAt: createdAt(),
  },
  () => [check('project_seals_one_line', areLines('key_id'))],
);

/** The files of a bid, sealed like its offer. */
export const bidFiles = pgTable(
  'bid_files',
  {
    bidId: uuid('bid_id')
      .notNull()
      .references(() => bids.id, { onDelete: 'cascade' }),
    ...storedFile(() => users.id),
    /** Null until the opening, as the hash and the salt are. */
    fileName: text('file_name'),
    sha256: text('sha256'),
    salt: salt(),
    /** The database computes it as the file comes in. */
    commitment: text('commitment').notNull().default(''),
  },
  (table) => [
    index('idx_bid_files_bid').on(table.bidId, table.createdAt, table.id),
    index('idx_bid_files_uploaded_by').on(table.uploadedBy),
    check('bid_files_one_line', areLines('file_name', 'content_type')),
    check('bid_files_bytes_positive', sql`bytes > 0`),
    check('bid_files_sha256', sql`sha256 ~ '^[0-9a-f]{64}$'`),
    check('bid_files_sealed_until_opened', sql`num_nulls(file_name, sha256, salt) in (0, 3)`),
  ],
);

/** The keys of the files of opened bids. The opening act writes them, encrypted by the application. */
export const openedFileKeys = pgTable('opened_file_keys', {
  fileId: uuid('file_id')
    .primaryKey()
    .references(() => bidFiles.id, { onDelete: 'cascade' }),
  encryptedKey: bytea('encrypted_key').notNull(),
  createdAt: createdAt(),
});

/**
 * A question of the poster's to one bidder after the opening (`question_id` is null), or an answer of the firm's. `ask_bidder` and
 * `answer_clarification` write them, and nothing changes them.
 */
export const bidClarifications = pgTable(
  'bid_clarifications',
  {
    id: key(),
    bidId: uuid('bid_id')
      .notNull()
      .references(() => bids.id, { onDelete: 'cascade' }),
    questionId: uuid('question_id').references((): AnyPgColumn => bidClarifications.id, {
      onDelete: 'cascade',
    }),
    body: text('body').notNull(),
    /** The end of the time to answer a question. */
    answerUntil: instant('answer_until'),
    /** True for a question of staff. */
    isOfStaff: boolean('is_of_staff').notNull().default(false),
    sentBy: uuid('sent_by').references(() => users.id, { onDelete: 'set null' }),
    sentAt: instant('sent_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('idx_bid_clarifications_bid').on(table.bidId, table.sentAt, table.id),
    index('idx_bid_clarifications_question').on(table.questionId),
    index('idx_bid_clarifications_sent_by').on(table.sentBy),
    check('bid_clarifications_body_sensible', sql`btrim(body) <> '' and length(body) <= 5000`),
    check('bid_clarifications_question_or_answer', sql`(question_id is null) = (answer_until is not null)`),
  ],
);

/** More time for one firm. `grant_bid_exception` writes it, and nothing changes it. */
export const bidExceptions = pgTable(
  'bid_exceptions',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'restrict' }),
    companyId: uuid('company_id').references(() => companies.id, { onDelete: 'set null' }),
    until: instant('until').notNull(),
    reason: text('reason').notNull(),
    grantedBy: uuid('granted_by').references(() => users.id, { onDelete: 'set null' }),
    grantedAt: instant('granted_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('idx_bid_exceptions_project').on(table.projectId, table.companyId, table.until),
    index('idx_bid_exceptions_company').on(table.companyId),
    index('idx_bid_exceptions_granted_by').on(table.grantedBy),
    check('bid_exceptions_reason_one_line', areLines('reason')),
    check('bid_exceptions_reason_sensible', sql`btrim(reason) <> '' and length(reason) <= 300`),
    check('bid_exceptions_until_later', sql`until > granted_at`),
  ],
);

/**
 * A firm's bid before it is submitted, and its own copy afterwards. The people who bid for the firm edit it together. The
 * application encrypts the content (`cipher.ts`).
 */
export const bidDrafts = pgTable(
  'bid_drafts',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'restrict' }),
    companyId: uuid('company_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    encryptedContent: bytea('encrypted_content'),
    /** Counts the saves, so that an editor who saves over another’s change is told. */
    version: integer('version').notNull().default(1),
    /** Counts the saves and the changes of files. */
    revision: integer('revision').notNull().default(1),
    /** The revision that is submitted as `bidId`. */
    submittedRevision: integer('submitted_revision'),
    bidId: uuid('bid_id').references(() => bids.id, { onDelete: 'set null' }),
    editedBy: uuid('edited_by').references(() => users.id, { onDelete: 'set null' }),
    /** The firm’s own notes about the bid, for nobody else. */
    notes: text('notes').notNull().default(''),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('bid_drafts_once').on(table.projectId, table.companyId),
    index('idx_bid_drafts_company').on(table.companyId),
    index('idx_bid_drafts_bid').on(table.bidId),
    index('idx_bid_drafts_edited_by').on(table.editedBy),
    check('bid_drafts_notes_short', sql`length(notes) <= 5000`),
  ],
);
