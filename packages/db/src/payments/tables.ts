import { anyRefundWay } from '@namc/inputs/invoices';
import { paymentProviders, paymentStatuses } from '@namc/inputs/payments';
import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { deposits } from '../deposits/tables.ts';
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
import { eventRegistrations } from '../events/tables.ts';
import { invoiceDocuments, invoices } from '../invoices/tables.ts';
import { users } from '../members/tables.ts';
import { memberships } from '../memberships/tables.ts';

export const payments = pgTable(
  'payments',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    membershipId: uuid('membership_id').references(() => memberships.id, { onDelete: 'restrict' }),
    registrationId: uuid('registration_id').references(() => eventRegistrations.id, { onDelete: 'restrict' }),
    amountCents: cents('amount_cents').notNull(),
    currency: currency(),
    status: text('status', { enum: paymentStatuses }).notNull().default('PENDING'),
    provider: text('provider', { enum: paymentProviders }).notNull(),
    /** The provider's own number for the payment, or the number of a check. */
    providerReference: text('provider_reference'),
    /** Identifies the payment in repeated reports. */
    idempotencyKey: text('idempotency_key').notNull().unique(),
    description: text('description').notNull(),
    /** The sum of the refunds, kept by a trigger. The check below keeps it within the amount paid. */
    refundedCents: cents('refunded_cents').notNull().default(0),
    paidAt: instant('paid_at'),
    /** The invoice that it pays. The functions of invoices write this column and those below. */
    invoiceId: uuid('invoice_id').references(() => invoices.id, { onDelete: 'restrict' }),
    /** The part that pays the invoice. The rest is a credit of the person. */
    allocatedCents: cents('allocated_cents').notNull().default(0),
    /** The day on which the association received it, in California. */
    receivedOn: date('received_on'),
    recordedBy: uuid('recorded_by').references(() => users.id, { onDelete: 'set null' }),
    voidedAt: instant('voided_at'),
    voidedBy: uuid('voided_by').references(() => users.id, { onDelete: 'set null' }),
    voidReason: text('void_reason'),
    /** Its receipt. A trigger sets it. */
    receiptId: uuid('receipt_id').references(() => invoiceDocuments.id, { onDelete: 'restrict' }),
    /** The deposit that took the check or the cash to the bank. A check is in one at most. */
    depositId: uuid('deposit_id').references(() => deposits.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    // Checks of different banks have the same numbers.
    uniqueIndex('payments_online_reference_once')
      .on(table.provider, table.providerReference)
      .where(sql`provider = 'STRIPE'`),
    index('idx_payments_invoice').on(table.invoiceId),
    index('idx_payments_receipt').on(table.receiptId),
    index('idx_payments_deposit').on(table.depositId),
    index('idx_payments_undeposited')
      .on(table.receivedOn, table.id)
      .where(
        sql`deposit_id is null and status = 'SUCCEEDED' and invoice_id is not null and provider in ('CHECK', 'CASH')`,
      ),
    index('idx_payments_recorded_by').on(table.recordedBy),
    index('idx_payments_voided_by').on(table.voidedBy),
    index('idx_payments_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_payments_membership').on(table.membershipId),
    index('idx_payments_registration').on(table.registrationId),
    index('idx_payments_created').on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('payments_one_line', areLines('provider_reference', 'idempotency_key', 'description')),
    check('payments_status_known', oneOf('status', paymentStatuses)),
    check('payments_provider_known', oneOf('provider', paymentProviders)),
    check('payments_currency_known', oneOf('currency', ['USD'])),
    check('payments_amount_positive', sql`amount_cents > 0`),
    check('payments_refunds_within', sql`refunded_cents between 0 and amount_cents`),
    check('payments_refunds_of_paid', sql`refunded_cents = 0 or status = 'SUCCEEDED'`),
    check('payments_paid_at_known', sql`(status in ('SUCCEEDED', 'VOIDED')) = (paid_at is not null)`),
    check('payments_allocated_within', sql`allocated_cents between 0 and amount_cents`),
    check('payments_allocated_to_invoice', sql`allocated_cents = 0 or invoice_id is not null`),
    check(
      'payments_void_whole',
      sql`(status = 'VOIDED') = (voided_at is not null and void_reason is not null)`,
    ),
    check('payments_void_reason_one_line', areLines('void_reason')),
    check(
      'payments_credit_whole',
      sql`provider <> 'CREDIT' or (invoice_id is not null and allocated_cents = amount_cents)`,
    ),
    check(
      'payments_deposit_of_checks',
      sql`deposit_id is null or (invoice_id is not null and provider in ('CHECK', 'CASH'))`,
    ),
    check('payments_for_one_thing', sql`num_nonnulls(membership_id, registration_id) <= 1`),
  ],
);

export const paymentRefunds = pgTable(
  'payment_refunds',
  {
    id: key(),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'restrict' }),
    amountCents: cents('amount_cents').notNull(),
    reason: text('reason').notNull(),
    refundedBy: uuid('refunded_by').references(() => users.id, { onDelete: 'set null' }),
    providerReference: text('provider_reference'),
    idempotencyKey: text('idempotency_key').notNull().unique(),
    /** How it went back. Null for a refund of a payment without an invoice. */
    way: text('way', { enum: anyRefundWay }),
    /** The part that the person had as credit. The rest had paid the invoice. */
    creditCents: cents('credit_cents').notNull().default(0),
    /** Its credit note. */
    documentId: uuid('document_id').references(() => invoiceDocuments.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_payment_refunds_document').on(table.documentId),
    check('payment_refunds_way_known', oneOf('way', anyRefundWay)),
    check('payment_refunds_credit_within', sql`credit_cents between 0 and amount_cents`),
    index('idx_payment_refunds_payment').on(table.paymentId),
    index('idx_payment_refunds_refunded_by').on(table.refundedBy),
    check('payment_refunds_one_line', areLines('provider_reference', 'idempotency_key')),
    check('payment_refunds_amount_positive', sql`amount_cents > 0`),
    check('payment_refunds_reason_given', sql`btrim(reason) <> ''`),
  ],
);
