import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { createdAt, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/**
 * The times in which a firm covered somebody's membership, as the nightly job began and ended them and told the person. The standing
 * itself follows from the terms of the firm's people. A row without a last day is open.
 */
export const membershipCoverings = pgTable(
  'membership_coverings',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    companyId: uuid('company_id').references(() => companies.id, { onDelete: 'set null' }),
    /** The colleague whose term covers. */
    coveredBy: uuid('covered_by').references(() => users.id, { onDelete: 'set null' }),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('membership_coverings_one_open').on(table.userId).where(sql`ends_on is null`),
    index('idx_membership_coverings_user').on(table.userId, table.startsOn),
    index('idx_membership_coverings_company').on(table.companyId),
    index('idx_membership_coverings_covered_by').on(table.coveredBy),
    check('membership_coverings_days_in_order', sql`ends_on >= starts_on`),
    check('membership_coverings_by_another', sql`covered_by <> user_id`),
  ],
);
