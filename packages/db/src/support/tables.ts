import { ticketCategories, ticketStatuses } from '@namc/inputs/support';
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** Support tickets. */
export const supportTickets = pgTable(
  'member_feedback',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    category: text('category', { enum: ticketCategories }).notNull(),
    status: text('status', { enum: ticketStatuses }).notNull().default('OPEN'),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    assignedTo: uuid('assigned_to').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_member_feedback_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_member_feedback_status').on(table.status, table.createdAt, table.id),
    index('idx_member_feedback_assigned').on(table.assignedTo, table.status),
    check('member_feedback_one_line', areLines('subject')),
    check('member_feedback_category_known', oneOf('category', ticketCategories)),
    check('member_feedback_status_known', oneOf('status', ticketStatuses)),
    check(
      'member_feedback_texts_sensible',
      sql`btrim(subject) <> '' and length(subject) <= 200 and btrim(body) <> '' and length(body) <= 10000`,
    ),
  ],
);

export const supportReplies = pgTable(
  'feedback_replies',
  {
    id: key(),
    ticketId: uuid('feedback_id')
      .notNull()
      .references(() => supportTickets.id, { onDelete: 'cascade' }),
    authorId: uuid('author_id').references(() => users.id, { onDelete: 'set null' }),
    body: text('body').notNull(),
    /** An internal note, which the member does not see. */
    isInternal: boolean('is_internal').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_feedback_replies_feedback').on(table.ticketId, table.createdAt, table.id),
    index('idx_feedback_replies_author').on(table.authorId),
    check('feedback_replies_body_sensible', sql`btrim(body) <> '' and length(body) <= 10000`),
  ],
);
