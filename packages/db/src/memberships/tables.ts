import { memberTypes } from '@namc/inputs/members';
import { membershipStatuses, noticeSteps, termBases } from '@namc/inputs/memberships';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { areLines, cents, createdAt, currency, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

export const membershipTiers = pgTable(
  'membership_tiers',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    memberType: text('member_type', { enum: memberTypes }).notNull(),
    /** The dues of one period. The name is of the time in which every tier was for a year. */
    annualDuesCents: cents('annual_dues_cents').notNull(),
    /** The months of a period. A term has whole periods, and a tier that has terms keeps it. */
    periodMonths: integer('period_months').notNull().default(12),
    currency: currency(),
    isOffered: boolean('is_offered').notNull().default(true),
    /** Where it stands among the tiers. Those with the same number stand by their dues. */
    position: integer('position').notNull().default(0),
    /** What it brings, line by line. */
    benefits: text('benefits').array().notNull().default(sql`'{}'`),
    /** False for a tier that staff give and nobody applies for. */
    isJoinable: boolean('is_joinable').notNull().default(true),
    /** True for one that covers everybody in the company of a member who has it. */
    coversPeople: boolean('covers_people').notNull().default(false),
    updatedAt: updatedAt(),
  },
  () => [
    check('membership_tiers_one_line', areLines('name')),
    check('membership_tiers_member_type_known', oneOf('member_type', memberTypes)),
    check('membership_tiers_position_sensible', sql`position between 0 and 1000`),
    check('membership_tiers_period_sensible', sql`period_months between 1 and 60`),
    check('membership_tiers_dues_not_negative', sql`annual_dues_cents >= 0`),
    check('membership_tiers_code_sensible', sql`code ~ '^[A-Z][A-Z0-9_]{0,39}$'`),
    check(
      'membership_tiers_benefits_sensible',
      sql`cardinality(benefits) <= 12 and length(array_to_string(benefits, '')) <= 2400 and is_one_line(array_to_string(benefits, ' '))`,
    ),
    check('membership_tiers_currency_known', oneOf('currency', ['USD'])),
  ],
);

/**
 * A member's terms, past ones and those to come included. The first and the last day both belong to the term. An exclusion
 * constraint prevents overlapping terms. A term is ACTIVE until its grace is over.
 */
export const memberships = pgTable(
  'memberships',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    tierCode: text('tier_code')
      .notNull()
      .references(() => membershipTiers.code, { onDelete: 'restrict' }),
    status: text('status', { enum: membershipStatuses }).notNull().default('ACTIVE'),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    basis: text('basis', { enum: termBases }).notNull().default('DUES'),
    /** How the dues were paid, where the portal has no payment of them, or the reason for a term without dues. */
    basisNote: text('basis_note'),
    /** The term whose days this one has taken over in a higher tier. That one is shorter now, or canceled. */
    replacesId: uuid('replaces_id').references((): AnyPgColumn => memberships.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_memberships_user').on(table.userId, table.startsOn.desc().nullsFirst()),
    index('idx_memberships_tier').on(table.tierCode),
    index('idx_memberships_replaces').on(table.replacesId),
    index('idx_memberships_ending').on(table.endsOn, table.id).where(sql`status = 'ACTIVE'`),
    check('memberships_status_known', oneOf('status', membershipStatuses)),
    check('memberships_days_in_order', sql`ends_on >= starts_on`),
    check('memberships_basis_known', oneOf('basis', termBases)),
    check('memberships_basis_explained', sql`basis = 'DUES' or basis_note is not null`),
    check('memberships_one_line', areLines('basis_note')),
  ],
);

/** The days on which a membership rests, both included. The terms are longer by them. An exclusion constraint keeps pauses apart. */
export const membershipPauses = pgTable(
  'membership_pauses',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    reason: text('reason').notNull(),
    pausedBy: uuid('paused_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_membership_pauses_user').on(table.userId, table.startsOn),
    index('idx_membership_pauses_paused_by').on(table.pausedBy),
    check('membership_pauses_one_line', areLines('reason')),
    check('membership_pauses_days_sensible', sql`ends_on between starts_on and starts_on + 365`),
  ],
);

/** Which notice of which term went out, and when: each step once a term. */
export const membershipNotices = pgTable(
  'membership_notices',
  {
    id: key(),
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => memberships.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    step: text('step', { enum: noticeSteps }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('membership_notices_once').on(table.membershipId, table.step),
    index('idx_membership_notices_user').on(table.userId),
    check('membership_notices_step_known', oneOf('step', noticeSteps)),
  ],
);
