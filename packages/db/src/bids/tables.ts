import { bidStatuses } from '@namc/inputs/bids';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { cents, createdAt, currency, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** A member's bid. */
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
    status: text('status', { enum: bidStatuses }).notNull().default('SUBMITTED'),
    amountCents: cents('amount_cents'),
    currency: currency(),
    message: text('message').notNull(),
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
    check('project_applications_status_known', oneOf('status', bidStatuses)),
    check('project_applications_currency_known', oneOf('currency', ['USD'])),
    check('project_applications_amount_positive', sql`amount_cents > 0`),
    check('project_applications_message_short', sql`length(message) <= 10000`),
    check(
      'project_applications_decision_known',
      sql`(status in ('DECLINED', 'AWARDED')) = (decided_at is not null)`,
    ),
  ],
);
