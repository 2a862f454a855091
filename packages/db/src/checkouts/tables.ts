import { checkoutStatuses, differenceKinds, disputeStatuses, refundStatuses } from '@namc/inputs/checkouts';
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import {
  areLines,
  cents,
  createdAt,
  currency,
  instant,
  key,
  oneOf,
  updatedAt,
} from '../engine/columns/standard.ts';
import { invoices } from '../invoices/tables.ts';
import { users } from '../members/tables.ts';
import { payments } from '../payments/tables.ts';
import { renewalCharges } from '../renewals/tables.ts';

/**
 * A person’s attempt to pay an invoice online. The row is there before the provider is asked, and its id is the idempotency key
 * there, so that a lost answer makes no second payment page. Functions alone write the rows.
 */
export const checkouts = pgTable(
  'checkouts',
  {
    id: key(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id, { onDelete: 'restrict' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    amountCents: cents('amount_cents').notNull(),
    currency: currency(),
    status: text('status', { enum: checkoutStatuses }).notNull().default('STARTED'),
    /** The provider’s number of its payment page, and the page’s address. */
    providerSession: text('provider_session').unique('checkouts_provider_session_once'),
    pageUrl: text('page_url'),
    expiresAt: instant('expires_at'),
    /** The provider’s number of the payment. */
    providerReference: text('provider_reference'),
    paymentId: uuid('payment_id').references(() => payments.id, { onDelete: 'restrict' }),
    /** When the portal last asked the provider about it. */
    lookedAt: instant('looked_at'),
    /** The member wants the card to be kept, and to renew the membership with it. */
    savesCard: boolean('saves_card').notNull().default(false),
    /** The charge of a saved card that this attempt is. No page belongs to it. */
    chargeId: uuid('charge_id').references(() => renewalCharges.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('checkouts_one_live_for_invoice')
      .on(table.invoiceId)
      .where(sql`status in ('STARTED', 'OPEN', 'PROCESSING')`),
    index('idx_checkouts_invoice').on(table.invoiceId, table.createdAt, table.id),
    index('idx_checkouts_user').on(table.userId),
    index('idx_checkouts_payment').on(table.paymentId),
    index('idx_checkouts_charge').on(table.chargeId),
    index('idx_checkouts_reference').on(table.providerReference),
    index('idx_checkouts_live')
      .on(table.createdAt, table.id)
      .where(sql`status in ('STARTED', 'OPEN', 'PROCESSING')`),
    check('checkouts_one_line', areLines('provider_session', 'page_url', 'provider_reference')),
    check('checkouts_status_known', oneOf('status', checkoutStatuses)),
    check('checkouts_currency_known', oneOf('currency', ['USD'])),
    check('checkouts_amount_positive', sql`amount_cents > 0`),
    check('checkouts_paid_whole', sql`(status = 'PAID') = (payment_id is not null)`),
    check(
      'checkouts_page_whole',
      sql`status <> 'OPEN' or num_nonnulls(provider_session, page_url, expires_at) = 3`,
    ),
  ],
);

/** The provider’s reports that were acted on, by its own ids. A repeated one finds its row, and changes nothing. */
export const providerEvents = pgTable(
  'provider_events',
  {
    id: text('id').primaryKey().notNull(),
    type: text('type').notNull(),
    /** The id of the thing that it is about. */
    subject: text('subject').notNull(),
    createdAt: createdAt(),
  },
  () => [check('provider_events_one_line', areLines('id', 'type', 'subject'))],
);

/** Refunds that staff asked the provider for. `payment_refunds` holds those that are done, however they were made. */
export const onlineRefunds = pgTable(
  'online_refunds',
  {
    /** The idempotency key at the provider. */
    id: uuid('id').primaryKey().notNull(),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'restrict' }),
    amountCents: cents('amount_cents').notNull(),
    reason: text('reason').notNull(),
    status: text('status', { enum: refundStatuses }).notNull().default('REQUESTED'),
    providerReference: text('provider_reference').unique('online_refunds_reference_once'),
    requestedBy: uuid('requested_by').references(() => users.id, { onDelete: 'set null' }),
    /** The upgrade that the payment paid for is taken back with it. */
    takesUpgradeBack: boolean('takes_upgrade_back').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_online_refunds_payment').on(table.paymentId),
    index('idx_online_refunds_requested_by').on(table.requestedBy),
    index('idx_online_refunds_waiting').on(table.createdAt, table.id).where(sql`status = 'REQUESTED'`),
    check('online_refunds_one_line', areLines('provider_reference')),
    check('online_refunds_status_known', oneOf('status', refundStatuses)),
    check('online_refunds_amount_positive', sql`amount_cents > 0`),
    check('online_refunds_reason_given', sql`btrim(reason) <> ''`),
  ],
);

/** A cardholder’s bank takes a payment back, or tries to. */
export const paymentDisputes = pgTable(
  'payment_disputes',
  {
    id: key(),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'restrict' }),
    providerReference: text('provider_reference').notNull().unique('payment_disputes_reference_once'),
    amountCents: cents('amount_cents').notNull(),
    /** In the provider’s word, such as `fraudulent`. */
    reason: text('reason').notNull(),
    status: text('status', { enum: disputeStatuses }).notNull().default('OPEN'),
    /** The last moment for an answer. */
    answerBy: instant('answer_by'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_payment_disputes_payment').on(table.paymentId),
    index('idx_payment_disputes_created').on(table.createdAt.desc().nullsFirst(), table.id),
    check('payment_disputes_one_line', areLines('provider_reference', 'reason')),
    check('payment_disputes_status_known', oneOf('status', disputeStatuses)),
    check('payment_disputes_amount_positive', sql`amount_cents > 0`),
  ],
);

/** A difference between the books and the provider, until somebody has looked at it. */
export const paymentDifferences = pgTable(
  'payment_differences',
  {
    id: key(),
    kind: text('kind', { enum: differenceKinds }).notNull(),
    /** The provider’s number of what it is about. */
    reference: text('reference').notNull(),
    /** The difference, in one sentence. */
    words: text('words').notNull(),
    paymentId: uuid('payment_id').references(() => payments.id, { onDelete: 'restrict' }),
    invoiceId: uuid('invoice_id').references(() => invoices.id, { onDelete: 'restrict' }),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by').references(() => users.id, { onDelete: 'set null' }),
    closeReason: text('close_reason'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('payment_differences_once').on(table.kind, table.reference),
    index('idx_payment_differences_open').on(table.createdAt, table.id).where(sql`closed_at is null`),
    index('idx_payment_differences_created').on(table.createdAt.desc().nullsFirst(), table.id),
    index('idx_payment_differences_payment').on(table.paymentId),
    index('idx_payment_differences_invoice').on(table.invoiceId),
    index('idx_payment_differences_closed_by').on(table.closedBy),
    check('payment_differences_one_line', areLines('reference', 'words', 'close_reason')),
    check('payment_differences_kind_known', oneOf('kind', differenceKinds)),
    check(
      'payment_differences_closed_whole',
      sql`case when closed_at is null then num_nonnulls(closed_by, close_reason) = 0 else close_reason is not null end`,
    ),
  ],
);
