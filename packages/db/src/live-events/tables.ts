import { liveKinds } from '@namc/inputs/live-events';
import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { permissions } from '../roles/tables.ts';

/**
 * Changes that concern somebody, written by triggers in the same transaction. It is for one account, or for the staff who
 * hold a permission. Kept for a day, so that a page that was away hears of all of it.
 */
export const liveEvents = pgTable(
  'live_events',
  {
    id: key(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    permission: text('permission').references(() => permissions.code),
    kind: text('kind', { enum: liveKinds }).notNull(),
    /** The row that it is about, for a page that shows just that one. */
    subjectId: uuid('subject_id'),
    /**
     * The transaction that wrote it. Ids are given before the commit, so an order by id would pass by a row that commits
     * late. A reader remembers which transactions it has seen.
     */
    transactionId: bigint('transaction_id', { mode: 'number' })
      .notNull()
      .default(sql`(pg_current_xact_id()::text)::bigint`),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_live_events_user').on(table.userId, table.transactionId),
    index('idx_live_events_permission').on(table.permission, table.transactionId),
    check('live_events_one_audience_known', sql`(user_id is null) <> (permission is null)`),
    check('live_events_kind_known', oneOf('kind', liveKinds)),
  ],
);
