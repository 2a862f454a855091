import { sql } from 'drizzle-orm';
import { check, date, integer, pgTable } from 'drizzle-orm/pg-core';
import { cents, instant } from '../engine/columns/standard.ts';

/**
 * The members and the income by month, for the chart. A month is counted again while it runs, and once more when it is over: then it
 * stays.
 */
export const ledgerMonths = pgTable(
  'ledger_months',
  {
    /** The first day of the month, in California. */
    month: date('month').primaryKey(),
    /** People who had not lapsed on its last day, or on the day of the count. */
    members: integer('members').notNull(),
    /** People whose first membership began in it. */
    joined: integer('joined').notNull(),
    /** What was invoiced in it, without invoices that were voided in it. */
    invoicedCents: cents('invoiced_cents').notNull(),
    /** What arrived in it, without what bounced and what was refunded in it. */
    receivedCents: cents('received_cents').notNull(),
    countedAt: instant('counted_at').notNull().default(sql`now()`),
  },
  () => [
    check('ledger_months_begin', sql`extract(day from month) = 1`),
    check('ledger_months_members_not_negative', sql`members >= 0 and joined >= 0`),
  ],
);
