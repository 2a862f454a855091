import { healthCheckNames, healthStates as states } from '@namc/inputs/health';
import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, json, pgTable, text } from 'drizzle-orm/pg-core';
import { areLines, instant, oneOf, updatedAt } from '../engine/columns/standard.ts';

/** The rows that show what a check found: a name and a value for each column of the table that shows them. */
export type Evidence = Record<string, string | number | boolean | null>[];

/** What each check found last. One row for each check, so old results do not pile up. */
export const healthStates = pgTable(
  'health_states',
  {
    checkName: text('check_name', { enum: healthCheckNames }).primaryKey(),
    state: text('state', { enum: states }).notNull(),
    /** In the check's unit; null if the check has no number, or could not measure it. */
    value: doublePrecision('value'),
    says: text('says').notNull(),
    /** The rows that made it so. Text, not `jsonb`, because the columns have an order. */
    evidence: json('evidence').$type<Evidence>().notNull(),
    tookMs: doublePrecision('took_ms').notNull(),
    /** The time of the round that found this state first. */
    since: instant('since').notNull(),
    checkedAt: instant('checked_at').notNull(),
  },
  () => [
    check('health_states_state_known', oneOf('state', states)),
    check('health_states_one_line', areLines('check_name', 'says')),
  ],
);

/** The limits that staff have set in place of a check's own. */
export const healthThresholds = pgTable(
  'health_thresholds',
  {
    checkName: text('check_name', { enum: healthCheckNames }).primaryKey(),
    warn: doublePrecision('warn').notNull(),
    bad: doublePrecision('bad').notNull(),
    updatedAt: updatedAt(),
  },
  () => [
    check('health_thresholds_in_order', sql`warn >= 0 and bad >= warn`),
    check('health_thresholds_one_line', areLines('check_name')),
  ],
);

/** One row, written every two seconds. The age that a replica shows of it is the age of the replica's data. */
export const portalHeartbeat = pgTable(
  'portal_heartbeat',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    beatAt: instant('beat_at').notNull(),
  },
  () => [check('portal_heartbeat_one_row', sql`is_only`)],
);
