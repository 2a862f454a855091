import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { areLines, instant } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** Companies that were merged into another one. `merge_companies` writes it, and `company_today` reads it. */
export const companyMerges = pgTable(
  'company_merges',
  {
    /** No foreign key: the company is gone. */
    duplicateId: uuid('duplicate_id').primaryKey(),
    survivorId: uuid('survivor_id')
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    duplicateName: text('duplicate_name').notNull(),
    /** The row of the duplicate as it was. */
    duplicate: jsonb('duplicate').notNull(),
    reason: text('reason').notNull(),
    mergedBy: uuid('merged_by').references(() => users.id, { onDelete: 'set null' }),
    mergedAt: instant('merged_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('idx_company_merges_survivor').on(table.survivorId),
    index('idx_company_merges_merged_by').on(table.mergedBy),
    check('company_merges_one_line', areLines('duplicate_name')),
    check(
      'company_merges_sensible',
      sql`duplicate_id <> survivor_id and btrim(reason) <> '' and length(reason) <= 1000`,
    ),
  ],
);
