import {
  countedKinds,
  type DocumentKind,
  documentKinds,
  type InvoiceClosing,
  invoiceKinds,
  invoiceStatuses,
  type RefundWay,
} from '@namc/inputs/invoices';
import type { PaymentProvider } from '@namc/inputs/payments';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
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
import { users } from '../members/tables.ts';
import { memberships, membershipTiers } from '../memberships/tables.ts';

/**
 * The last number that was given, by kind of document and year. The functions that issue documents lock a row until their
 * transaction ends, so that the numbers have no gaps.
 */
export const invoiceCounters = pgTable(
  'invoice_counters',
  {
    kind: text('kind', { enum: countedKinds }).notNull(),
    year: integer('year').notNull(),
    lastNumber: integer('last_number').notNull(),
  },
  (table) => [
    primaryKey({ name: 'invoice_counters_pkey', columns: [table.kind, table.year] }),
    check('invoice_counters_kind_known', oneOf('kind', countedKinds)),
    check('invoice_counters_last_number_positive', sql`last_number > 0`),
  ],
);

/** What a person owes. Functions alone write the rows, and nobody changes what an invoice says. */
export const invoices = pgTable(
  'invoices',
  {
    id: key(),
    /** `2026-0001`. */
    number: text('number').notNull().unique('invoices_number_once'),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: invoiceKinds }).notNull(),
    /** What it is for, in one line. */
    words: text('words').notNull(),
    tierCode: text('tier_code').references(() => membershipTiers.code, { onDelete: 'restrict' }),
    years: integer('years'),
    /** Of an upgrade: its days, both included, how many of them it pays for, and the terms that it changes. */
    upgradeFrom: date('upgrade_from'),
    upgradeThrough: date('upgrade_through'),
    upgradeDays: integer('upgrade_days'),
    upgradedTerms: uuid('upgraded_terms').array(),
    /** When a refund took the upgrade back. */
    takenBackAt: instant('taken_back_at'),
    totalCents: cents('total_cents').notNull(),
    /** The sum of what payments pay of it. A trigger counts it anew with each payment. */
    paidCents: cents('paid_cents').notNull().default(0),
    currency: currency(),
    status: text('status', { enum: invoiceStatuses }).notNull().default('OPEN'),
    /** Days in California. */
    issuedOn: date('issued_on').notNull(),
    dueOn: date('due_on').notNull(),
    issuedBy: uuid('issued_by').references(() => users.id, { onDelete: 'set null' }),
    /** The term that its payment added. */
    membershipId: uuid('membership_id').references(() => memberships.id, { onDelete: 'restrict' }),
    /** The invoice whose payment bounced, for which this one asks a fee. */
    forInvoiceId: uuid('for_invoice_id').references((): AnyPgColumn => invoices.id, { onDelete: 'restrict' }),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by').references(() => users.id, { onDelete: 'set null' }),
    closeReason: text('close_reason'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('invoices_one_open_for_dues').on(table.userId).where(sql`status = 'OPEN' and kind = 'DUES'`),
    uniqueIndex('invoices_one_open_upgrade')
      .on(table.userId)
      .where(sql`status = 'OPEN' and kind = 'UPGRADE'`),
    index('idx_invoices_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id),
    index('idx_invoices_created').on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('idx_invoices_open').on(table.dueOn, table.id).where(sql`status = 'OPEN'`),
    index('idx_invoices_tier').on(table.tierCode),
    index('idx_invoices_membership').on(table.membershipId),
    index('idx_invoices_for_invoice').on(table.forInvoiceId),
    index('idx_invoices_issued_by').on(table.issuedBy),
    index('idx_invoices_closed_by').on(table.closedBy),
    check('invoices_one_line', areLines('number', 'words', 'close_reason')),
    check('invoices_number_sensible', sql`number ~ '^[0-9]{4}-[0-9]{4,}$'`),
    check('invoices_kind_known', oneOf('kind', invoiceKinds)),
    check('invoices_status_known', oneOf('status', invoiceStatuses)),
    check('invoices_currency_known', oneOf('currency', ['USD'])),
    check('invoices_total_positive', sql`total_cents > 0`),
    check('invoices_paid_within', sql`paid_cents between 0 and total_cents`),
    check('invoices_paid_when_whole', sql`(status = 'PAID') = (paid_cents = total_cents)`),
    check('invoices_void_unpaid', sql`status <> 'VOID' or paid_cents = 0`),
    check('invoices_years_sensible', sql`years between 1 and 5`),
    check(
      'invoices_dues_whole',
      sql`num_nonnulls(tier_code, years) = case kind when 'DUES' then 2 when 'UPGRADE' then 1 else 0 end and (kind <> 'UPGRADE' or years is null)`,
    ),
    check(
      'invoices_upgrade_whole',
      sql`num_nonnulls(upgrade_from, upgrade_through, upgrade_days, upgraded_terms) = case kind when 'UPGRADE' then 4 else 0 end`,
    ),
    check(
      'invoices_taken_back_of_upgrade',
      sql`taken_back_at is null or kind = 'UPGRADE' and status = 'PAID'`,
    ),
    check('invoices_days_in_order', sql`due_on >= issued_on`),
    check(
      'invoices_closed_whole',
      sql`case when status in ('VOID', 'WRITTEN_OFF', 'WAIVED') then num_nonnulls(closed_at, close_reason) = 2 else num_nonnulls(closed_at, close_reason, closed_by) = 0 end`,
    ),
  ],
);

/** What a document about an invoice says. `add_document` in the database writes it once. Days are `YYYY-MM-DD`. */
export interface DocumentSnapshot {
  kind: DocumentKind;
  number: string;
  issuedOn: string;
  from: { name: string; address: string | null; phone: string | null; email: string | null };
  to: {
    name: string;
    company: string | null;
    street: string | null;
    city: string | null;
    state: string | null;
    zipCode: string | null;
  };
  invoice: {
    number: string;
    issuedOn: string;
    dueOn: string;
    lines: { words: string; amountCents: number }[];
    totalCents: number;
    currency: string;
  };
  /** Of an invoice. */
  howToPay?: string;
  /** Of a receipt. */
  payment?: { way: PaymentProvider; reference: string | null; receivedOn: string; amountCents: number };
  restCents?: number;
  creditCents?: number;
  /** Of a credit note. */
  closing?: InvoiceClosing;
  creditedCents?: number;
  /** Of the credit note of a refund, which says the payment too. */
  refund?: { way: RefundWay; reference: string | null; amountCents: number };
  refundedBeforeCents?: number;
  /** The term that a payment or a waiver added. */
  term?: { tier: string; startsOn: string; endsOn: string } | null;
}

/** Invoices, receipts and credit notes as they were issued. A PDF says what `snapshot` holds and nothing else. */
export const invoiceDocuments = pgTable(
  'invoice_documents',
  {
    id: key(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id, { onDelete: 'restrict' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: documentKinds }).notNull(),
    /** `2026-0001`; a receipt’s begins with R, a credit note’s with C. */
    number: text('number').notNull().unique('invoice_documents_number_once'),
    issuedOn: date('issued_on').notNull(),
    snapshot: jsonb('snapshot').$type<DocumentSnapshot>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_invoice_documents_invoice').on(table.invoiceId, table.createdAt, table.id),
    index('idx_invoice_documents_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id),
    check('invoice_documents_kind_known', oneOf('kind', documentKinds)),
    check('invoice_documents_one_line', areLines('number')),
    check('invoice_documents_number_sensible', sql`number ~ '^[RC]?[0-9]{4}-[0-9]{4,}$'`),
  ],
);
