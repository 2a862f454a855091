import { bidStatuses } from '@namc/inputs/bids';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
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
  },
  (table) => [
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
const salt = () => bytea('salt').notNull().default(sql`gen_random_bytes(32)`);

/** The offer of a bid. Until the bids are opened nobody but the bidder reads it. */
export const bidContents = pgTable(
  'bid_contents',
  {
    bidId: uuid('bid_id')
      .primaryKey()
      .references(() => bids.id, { onDelete: 'cascade' }),
    amountCents: cents('amount_cents'),
    currency: currency(),
    message: text('message').notNull(),
    salt: salt(),
    commitment: text('commitment')
      .notNull()
      .generatedAlwaysAs(sql`sealed_fingerprint(salt, amount_cents::text, currency, message)`),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  () => [
    check('bid_contents_currency_known', oneOf('currency', ['USD'])),
    check('bid_contents_amount_positive', sql`amount_cents > 0`),
    check('bid_contents_message_short', sql`length(message) <= 10000`),
  ],
);

/** The files of a bid, sealed like its offer. */
export const bidFiles = pgTable(
  'bid_files',
  {
    bidId: uuid('bid_id')
      .notNull()
      .references(() => bids.id, { onDelete: 'cascade' }),
    ...storedFile(() => users.id),
    salt: salt(),
    commitment: text('commitment')
      .notNull()
      .generatedAlwaysAs(sql`sealed_fingerprint(salt, file_name, sha256)`),
  },
  (table) => [
    index('idx_bid_files_bid').on(table.bidId, table.createdAt, table.id),
    index('idx_bid_files_uploaded_by').on(table.uploadedBy),
    check('bid_files_one_line', areLines('file_name', 'content_type')),
    check('bid_files_bytes_positive', sql`bytes > 0`),
    check('bid_files_sha256', sql`sha256 ~ '^[0-9a-f]{64}$'`),
  ],
);
