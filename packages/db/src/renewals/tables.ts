import { chargeStatuses, offReasons, renewalStatuses } from '@namc/inputs/renewals';
import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areLines, cents, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { memberships, membershipTiers } from '../memberships/tables.ts';
import { payments } from '../payments/tables.ts';

/** A person’s number at the provider, made once. Functions alone write the rows of these tables. */
export const paymentCustomers = pgTable(
  'payment_customers',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    providerReference: text('provider_reference').notNull().unique('payment_customers_reference_once'),
    createdAt: createdAt(),
  },
  () => [check('payment_customers_one_line', areLines('provider_reference'))],
);

/**
 * A card with which a person’s membership renews, from the payment at which they asked for it. The provider keeps the card. When this
 * is off, the provider removes it, and what is known of it here goes too.
 */
export const automaticRenewals = pgTable(
  'automatic_renewals',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    paymentId: uuid('payment_id')
      .notNull()
      .unique('automatic_renewals_once')
      .references(() => payments.id, { onDelete: 'restrict' }),
    status: text('status', { enum: renewalStatuses }).notNull().default('ON'),
    /** The provider’s number of the card. */
    methodReference: text('method_reference').notNull(),
    brand: text('brand'),
    lastFour: text('last_four'),
    expiresMonth: integer('expires_month'),
    expiresYear: integer('expires_year'),
    offAt: instant('off_at'),
    offReason: text('off_reason', { enum: offReasons }),
    removedAt: instant('removed_at'),
    /** When the portal last asked the provider whether the card is still there. */
    lookedAt: instant('looked_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('automatic_renewals_one_on').on(table.userId).where(sql`status = 'ON'`),
    index('idx_automatic_renewals_user').on(table.userId, table.createdAt, table.id),
    index('idx_automatic_renewals_method').on(table.methodReference),
    index('idx_automatic_renewals_to_remove').on(table.id).where(sql`status = 'OFF' and removed_at is null`),
    check('automatic_renewals_one_line', areLines('method_reference', 'brand', 'last_four')),
    check('automatic_renewals_status_known', oneOf('status', renewalStatuses)),
    check('automatic_renewals_off_reason_known', oneOf('off_reason', offReasons)),
    check('automatic_renewals_last_four_digits', sql`last_four ~ '^[0-9]{4}$'`),
    check('automatic_renewals_month_sensible', sql`expires_month between 1 and 12`),
    check(
      'automatic_renewals_card_whole',
      sql`removed_at is not null or num_nonnulls(brand, last_four, expires_month, expires_year) = 4`,
    ),
    check(
      'automatic_renewals_off_whole',
      sql`num_nonnulls(off_at, off_reason) = case when status = 'OFF' then 2 else 0 end`,
    ),
    check('automatic_renewals_removed_when_off', sql`removed_at is null or status = 'OFF'`),
  ],
);

/** A charge of a saved card, from its notice on: one for each term. */
export const renewalCharges = pgTable(
  'renewal_charges',
  {
    id: key(),
    renewalId: uuid('renewal_id')
      .notNull()
      .references(() => automaticRenewals.id, { onDelete: 'restrict' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** The term that ends. */
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => memberships.id, { onDelete: 'restrict' }),
    tierCode: text('tier_code')
      .notNull()
      .references(() => membershipTiers.code, { onDelete: 'restrict' }),
    /** As the notice says. */
    amountCents: cents('amount_cents').notNull(),
    /** The day in California from which the card may be charged. */
    chargeOn: date('charge_on').notNull(),
    status: text('status', { enum: chargeStatuses }).notNull().default('NOTICED'),
    tries: integer('tries').notNull().default(0),
    /** The provider’s word on the last try, such as `card_declined`. */
    problem: text('problem'),
    /** The time of the notice too: its mail was written in the same transaction. */
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('renewal_charges_once')
      .on(table.renewalId, table.membershipId)
      .where(sql`status <> 'CANCELED'`),
    index('idx_renewal_charges_renewal').on(table.renewalId, table.createdAt, table.id),
    index('idx_renewal_charges_user').on(table.userId),
    index('idx_renewal_charges_membership').on(table.membershipId),
    index('idx_renewal_charges_tier').on(table.tierCode),
    index('idx_renewal_charges_waiting')
      .on(table.chargeOn, table.id)
      .where(sql`status in ('NOTICED', 'CHARGING', 'RETRY')`),
    check('renewal_charges_one_line', areLines('problem')),
    check('renewal_charges_status_known', oneOf('status', chargeStatuses)),
    check('renewal_charges_amount_positive', sql`amount_cents > 0`),
    check('renewal_charges_tries_sensible', sql`tries between 0 and 2`),
  ],
);
