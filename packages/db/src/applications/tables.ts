import { applicationStatuses } from '@namc/inputs/applications';
import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { californiaContractors } from '../contractors/tables/register.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { membershipTiers } from '../memberships/tables.ts';

/** A person's application for membership, and the decision. The person is the row in `users`. */
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
    /** The firm and its license in the applicant's words. An approval makes the company from them. */
    company: text('company'),
    licenseNumber: text('license_number'),
    /** The reason that a declined applicant was told, or an internal note on an approved application. */
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
    index('idx_membership_applications_license').on(table.licenseNumber),
    index('idx_membership_applications_words').using(
      'gin',
      sql`to_tsvector('simple', searchable_text(company))`,
    ),
    // An applicant with a license does not keep others from it: staff decide between them.
    foreignKey({
      name: 'membership_applications_license_number_fk',
      columns: [table.licenseNumber],
      foreignColumns: [californiaContractors.licenseNumber],
    }).onDelete('set null'),
    check('membership_applications_one_line', areLines('company')),
    check('membership_applications_company_short', sql`length(company) <= 200`),
    check('membership_applications_status_known', oneOf('status', applicationStatuses)),
    check('membership_applications_texts_short', sql`length(statement) <= 2000 and length(reason) <= 1000`),
    check('membership_applications_declined_with_reason', sql`status <> 'DECLINED' or btrim(reason) <> ''`),
  ],
);

/**
 * The staff who have an application open now, so that two reviewers know about each other before they decide.
 */
export const applicationReviews = pgTable(
  'application_reviews',
  {
    applicationId: uuid('application_id').notNull(),
    reviewerId: uuid('reviewer_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    openedAt: instant('opened_at').notNull().default(sql`now()`),
    /** The time of the last report from the reviewer's page, which sends one a minute. */
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
