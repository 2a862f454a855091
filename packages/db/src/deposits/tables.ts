import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, cents, createdAt, instant, key, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/**
 * Checks and cash that were taken to the bank at once: `payments.deposit_id` names theirs. An open deposit can change. A closed one
 * has a number and stays. Functions alone write the rows.
 */
export const deposits = pgTable(
  'deposits',
  {
    id: key(),
    /** `D2027-0001`. */
    number: text('number').unique('deposits_number_once'),
    /** The day on the bank’s slip, in California. */
    depositedOn: date('deposited_on').notNull(),
    /** The sum when it was closed. A check that bounces later changes nothing about it. */
    totalCents: cents('total_cents'),
    madeBy: uuid('made_by').references(() => users.id, { onDelete: 'set null' }),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_deposits_created').on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('idx_deposits_closed').on(table.closedAt),
    index('idx_deposits_made_by').on(table.madeBy),
    index('idx_deposits_closed_by').on(table.closedBy),
    check('deposits_one_line', areLines('number')),
    check('deposits_number_sensible', sql`number ~ '^D[0-9]{4}-[0-9]{4,}$'`),
    check('deposits_total_positive', sql`total_cents > 0`),
    check(
      'deposits_closed_whole',
      sql`case when closed_at is null then num_nonnulls(number, total_cents, closed_by) = 0 else num_nonnulls(number, total_cents) = 2 end`,
    ),
  ],
);
