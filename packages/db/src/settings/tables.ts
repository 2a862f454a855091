import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { updatedAt } from '../engine/columns/standard.ts';

/** The settings that the association's staff can change; the audit log records the changes. */
export const portalSettings = pgTable('portal_settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').notNull(),
  updatedBy: uuid('updated_by'),
  updatedAt: updatedAt(),
});
