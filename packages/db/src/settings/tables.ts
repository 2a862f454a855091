import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { updatedAt } from '../engine/columns/standard.ts';

/** What the association's staff can set; the changes are in the audit log. */
export const portalSettings = pgTable('portal_settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').notNull(),
  updatedBy: uuid('updated_by'),
  updatedAt: updatedAt(),
});
