import { sql } from 'drizzle-orm';
import { check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { updatedAt } from '../engine/columns/standard.ts';

/** The settings that the association's staff can change; the audit log records the changes. */
export const portalSettings = pgTable(
  'portal_settings',
  {
    name: text('name').primaryKey(),
    value: jsonb('value').notNull(),
    updatedBy: uuid('updated_by'),
    updatedAt: updatedAt(),
  },
  () => [
    check(
      'portal_settings_escalation_possible',
      sql`case when name = 'alert_escalation_minutes'
        then jsonb_typeof(value) = 'number' and value::text ~ '^[0-9]{1,4}$' and value::text::integer between 5 and 1440
        else true end`,
    ),
    check(
      'portal_settings_payment_terms_sensible',
      sql`case when name = 'payment_terms'
        then jsonb_typeof(value->'howToPay') = 'string' and length(value->>'howToPay') <= 1000
          and value->>'dueDays' ~ '^[0-9]{1,3}$' and (value->>'dueDays')::integer between 1 and 365
        else true end`,
    ),
  ],
);
