import type { RoughDistance } from '@namc/inputs/miles';
import {
  type OutreachAnswer,
  type OutreachChannel,
  type OutreachCriteria,
  outreachAnswers,
  outreachChannels,
} from '@namc/inputs/outreach';
import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant, key, oneOf } from '../engine/columns/standard.ts';
import { mails } from '../mail/tables.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/**
 * The firms that a prime means to reach for a project. The license is not a foreign key: an import that is undone may take its row
 * away, and the next one brings it back.
 */
export const projectOutreach = pgTable(
  'project_outreach',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** `check_outreach_license` refuses a number that no file holds. */
    licenseNumber: text('license_number').notNull(),
    /** The search that found the firm. */
    criteria: jsonb('criteria').$type<OutreachCriteria>().notNull().default(sql`'{}'`),
    addedBy: uuid('added_by').references(() => users.id, { onDelete: 'set null' }),
    addedAt: instant('added_at').notNull().default(sql`now()`),
    /** An address that somebody entered for an invitation. The board’s file has none. */
    email: text('email'),
  },
  (table) => [
    unique('project_outreach_once').on(table.projectId, table.licenseNumber),
    unique('project_outreach_of_project').on(table.id, table.projectId),
    index('idx_project_outreach_added_by').on(table.addedBy),
    check('project_outreach_license_number_digits', sql`license_number ~ '^[0-9]{1,8}$'`),
    check(
      'project_outreach_criteria_sensible',
      sql`jsonb_typeof(criteria) = 'object' and length(criteria::text) <= 1000`,
    ),
    check('project_outreach_email_normalized', sql`is_mailbox(email) and email = lower(email)`),
  ],
);

/** The contacts with the firms of a list. A row never changes: a correction is another row that names it. */
export const outreachContacts = pgTable(
  'outreach_contacts',
  {
    id: key(),
    outreachId: uuid('outreach_id').notNull(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: outreachChannels }).notNull(),
    contactedAt: instant('contacted_at').notNull(),
    said: text('said').notNull().default(''),
    followUpOn: date('follow_up_on'),
    answer: text('answer', { enum: outreachAnswers }).notNull(),
    /** The reason for which the firm’s quote was rejected. */
    rejection: text('rejection'),
    /** The row that this one corrects. */
    correctsId: uuid('corrects_id'),
    authorId: uuid('author_id').references(() => users.id, { onDelete: 'set null' }),
    recordedAt: instant('recorded_at').notNull().default(sql`now()`),
  },
  (table) => [
    // Without an action: a firm that somebody has contacted stays on its list, until the project itself goes.
    foreignKey({
      name: 'outreach_contacts_firm_on_list',
      columns: [table.outreachId, table.projectId],
      foreignColumns: [projectOutreach.id, projectOutreach.projectId],
    }),
    unique('outreach_contacts_of_firm').on(table.id, table.outreachId),
    foreignKey({
      name: 'outreach_contacts_corrects_same_firm',
      columns: [table.correctsId, table.outreachId],
      foreignColumns: [table.id, table.outreachId],
    }),
    unique('outreach_contacts_corrected_once').on(table.correctsId),
    index('idx_outreach_contacts_firm').on(table.outreachId, table.contactedAt),
    index('idx_outreach_contacts_project').on(table.projectId),
    index('idx_outreach_contacts_author').on(table.authorId),
    check('outreach_contacts_channel_known', oneOf('channel', outreachChannels)),
    check('outreach_contacts_answer_known', oneOf('answer', outreachAnswers)),
    check(
      'outreach_contacts_texts_sensible',
      sql`length(said) <= 4000 and btrim(rejection) <> '' and length(rejection) <= 1000`,
    ),
    check('outreach_contacts_not_in_future', sql`contacted_at <= recorded_at`),
    // Where the day begins last of the zones of projects.
    check(
      'outreach_contacts_follow_up_later',
      sql`follow_up_on >= (contacted_at at time zone 'Pacific/Honolulu')::date`,
    ),
    check('outreach_contacts_rejection_of_quote', sql`rejection is null or answer = 'QUOTED'`),
  ],
);

/** All that the record of an outreach says. Days are `YYYY-MM-DD`, instants are in UTC. */
export interface OutreachSnapshot {
  /** The day in California on which the record was made. */
  madeOn: string;
  /** The day for which standings and certifications hold: that of the deadline, or of the record where there is none. */
  openingDay: string;
  /** The date of the license board’s file; null before the first one. */
  fileDate: string | null;
  project: {
    title: string;
    firm: string | null;
    agency: string | null;
    city: string | null;
    state: string | null;
    deadlineAt: string | null;
    timeZone: string;
    skills: string[];
    naicsCodes: string[];
  };
  searches: OutreachCriteria[];
  firms: {
    licenseNumber: string;
    /** Null for a license that no file holds any more. */
    name: string | null;
    doingBusinessAs: string[];
    city: string | null;
    classifications: string[];
    isNamcMember: boolean;
    distance: RoughDistance | null;
    standing: { short: string; note: string | null } | null;
    certifications: {
      name: string;
      issuer: string | null;
      number: string | null;
      expiresOn: string | null;
      isVerified: boolean;
    }[];
    contacts: {
      channel: OutreachChannel;
      contactedAt: string;
      author: string | null;
      answer: OutreachAnswer;
      said: string;
      rejection: string | null;
      followUpOn: string | null;
      isCorrected: boolean;
      /** The mail server’s words for an invitation that came back. Records made before the portal learned of such mails have none. */
      returnedWhy?: string | null;
    }[];
  }[];
}

/** Records as they were made. A PDF says what `snapshot` holds, the date of the print, and nothing else. */
export const outreachRecords = pgTable(
  'outreach_records',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    snapshot: jsonb('snapshot').$type<OutreachSnapshot>().notNull(),
    madeBy: uuid('made_by').references(() => users.id, { onDelete: 'set null' }),
    madeAt: instant('made_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('idx_outreach_records_project').on(table.projectId, table.madeAt.desc().nullsFirst(), table.id),
    index('idx_outreach_records_made_by').on(table.madeBy),
    check('outreach_records_snapshot_sensible', sql`jsonb_typeof(snapshot) = 'object'`),
  ],
);

/**
 * Invitations by email. An address gets one for a project. Nobody but functions reads the rows: `stop_key` ends all invitations to the
 * address.
 */
export const outreachInvitations = pgTable(
  'outreach_invitations',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    outreachId: uuid('outreach_id').notNull(),
    /** Its entry in the log. */
    contactId: uuid('contact_id').notNull(),
    email: text('email').notNull(),
    mailId: uuid('mail_id').references(() => mails.id, { onDelete: 'set null' }),
    stopKey: uuid('stop_key').notNull().default(sql`gen_random_uuid()`),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    invitedAt: instant('invited_at').notNull().default(sql`now()`),
    /** The end of the personal link in it. */
    expiresAt: instant('expires_at').notNull(),
    openedAt: instant('opened_at'),
    appliedAt: instant('applied_at'),
    /** When the portal learned that the mail had come back, and the words of the mail server. */
    returnedAt: instant('returned_at'),
    returnedWhy: text('returned_why'),
  },
  (table) => [
    unique('outreach_invitations_once').on(table.projectId, table.email),
    unique('outreach_invitations_contact').on(table.contactId),
    unique('outreach_invitations_stop_key').on(table.stopKey),
    foreignKey({
      name: 'outreach_invitations_firm_on_list',
      columns: [table.outreachId, table.projectId],
      foreignColumns: [projectOutreach.id, projectOutreach.projectId],
    }),
    foreignKey({
      name: 'outreach_invitations_contact_of_firm',
      columns: [table.contactId, table.outreachId],
      foreignColumns: [outreachContacts.id, outreachContacts.outreachId],
    }),
    index('idx_outreach_invitations_firm').on(table.outreachId, table.invitedAt),
    index('idx_outreach_invitations_project').on(table.projectId, table.invitedAt),
    index('idx_outreach_invitations_email').on(table.email, table.invitedAt),
    index('idx_outreach_invitations_mail').on(table.mailId),
    index('idx_outreach_invitations_invited_by').on(table.invitedBy),
    check('outreach_invitations_email_normalized', sql`is_mailbox(email) and email = lower(email)`),
    check(
      'outreach_invitations_in_order',
      sql`expires_at > invited_at and opened_at >= invited_at and applied_at >= invited_at`,
    ),
    check(
      'outreach_invitations_returned_whole',
      sql`num_nonnulls(returned_at, returned_why) in (0, 2) and returned_at >= invited_at and is_one_line(returned_why)
  and returned_why <> '' and length(returned_why) <= 500`,
    ),
  ],
);

/** The personal links of invitations, by the hash of their token. One opens the application with the license filled in, and gives no right. */
export const outreachClaims = pgTable(
  'outreach_claims',
  {
    tokenHash: text('token_hash').primaryKey(),
    invitationId: uuid('invitation_id')
      .notNull()
      .references(() => outreachInvitations.id, { onDelete: 'cascade' }),
  },
  (table) => [
    index('idx_outreach_claims_invitation').on(table.invitationId),
    check('outreach_claims_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
  ],
);

/** The addresses that get no invitations any more, whoever sends them. Only a hash of each is kept. */
export const outreachStops = pgTable(
  'outreach_stops',
  {
    addressHash: text('address_hash').primaryKey(),
    stoppedAt: instant('stopped_at').notNull().default(sql`now()`),
  },
  () => [check('outreach_stops_address_hash_sha256', sql`address_hash ~ '^[0-9a-f]{64}$'`)],
);
