import { accountStandings, standingActs } from '@namc/inputs/standing-rules';
import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { areLines, oneOf } from '../engine/columns/standard.ts';

/**
 * The standings that allow each act. Policies, functions and pages ask this table, and migrations alone change it. An act that isn’t
 * here is nobody’s.
 */
export const standingRules = pgTable(
  'standing_rules',
  {
    act: text('act', { enum: standingActs }).primaryKey(),
    /** The act after “You can”. */
    words: text('words').notNull(),
    allowed: text('allowed', { enum: accountStandings }).array().notNull(),
    position: integer('position').notNull(),
  },
  () => [
    check('standing_rules_one_line', areLines('words')),
    check('standing_rules_act_known', oneOf('act', standingActs)),
    check('standing_rules_allowed_known', sql.raw(`allowed <@ '{${accountStandings.join(',')}}'::text[]`)),
    // The directory is stored by the status of the account, which is ACTIVE in all four.
    check(
      'standing_rules_listed_by_status',
      sql`act <> 'BE_LISTED' or allowed @> '{ACTIVE,DUE_SOON,PAUSED,GRACE}' or not allowed && '{ACTIVE,DUE_SOON,PAUSED,GRACE}'`,
    ),
  ],
);
