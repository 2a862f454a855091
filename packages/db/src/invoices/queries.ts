import { disputeStatuses } from '@namc/inputs/checkouts';
import type { ListInvoicesInput } from '@namc/inputs/invoices';
import type { PageInput } from '@namc/inputs/text';
import { deposits } from '../deposits/tables.ts';
import { actingUser } from '../engine/acting-user.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { anyOf, computed, orNull, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { getRenewal, type Renewal } from '../memberships/queries/renewals.ts';
import { paymentRefunds, payments } from '../payments/tables.ts';
import { invoiceDocuments, invoices } from './tables.ts';

/** The day in California. */
const clock = (sql: TransactionClient): Fragment =>
  sql`(select (now() at time zone 'America/Los_Angeles')::date as today) clock`;

const item = pick(
  invoices,
  [
    'id',
    'userId',
    'number',
    'kind',
    'words',
    'years',
    'totalCents',
    'paidCents',
    'status',
    'issuedOn',
    'dueOn',
    'closeReason',
    'takenBackAt',
  ],
  'i',
);
const judged = computed({
  /** The days since the day on which it was due, while it is open; 0 or less until then. */
  daysOverdue: 'number',
});
const named = computed({ name: 'string' });

/** Amounts are in cents. */
export type InvoiceItem = RowOf<typeof item> & RowOf<typeof judged>;
export type ListedInvoice = InvoiceItem & RowOf<typeof named>;

const invoicesOf = (sql: TransactionClient, person: Fragment): Fragment => sql`
  select ${item(sql)}, case when i.status = 'OPEN' then today - i.due_on else 0 end as "daysOverdue"
  from ${clock(sql)} join invoices i on i.user_id = ${person} order by i.created_at desc, i.id`;

/** A person's invoices, newest first. For staff who may see payments. */
export async function listInvoicesOfMember(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<InvoiceItem[]> {
  return rowsOf(sql, item, judged)`${invoicesOf(sql, sql`${userId}::uuid`)}`;
}

/** The acting person's invoices, newest first. */
export async function listOwnInvoices({ sql }: Transaction): Promise<InvoiceItem[]> {
  return rowsOf(sql, item, judged)`${invoicesOf(sql, sql`(select current_user_id())`)}`;
}

const document = pick(invoiceDocuments, ['id', 'invoiceId', 'kind', 'number', 'issuedOn'], 'd');
/** True for the receipt of a payment that was voided. */
const kept = computed({ isVoid: 'boolean' });
export type DocumentItem = RowOf<typeof document> & RowOf<typeof kept>;

const documentColumns = (sql: TransactionClient): Fragment => sql`
  ${document(sql)}, exists (select from payments p where p.receipt_id = d.id and p.status = 'VOIDED') as "isVoid"`;

/** The acting person's invoices, receipts and credit notes, newest first. */
export async function listOwnDocuments({ sql }: Transaction): Promise<DocumentItem[]> {
  return rowsOf(sql, document, kept)`
    select ${documentColumns(sql)} from invoice_documents d where d.user_id = (select current_user_id())
    order by d.created_at desc, d.id desc limit 200`;
}

const said = pick(invoiceDocuments, ['number', 'kind', 'snapshot'], 'd');
/** The day in California on which the payment of a receipt was voided. */
const voiding = computed({ voidedOn: 'string | null' });
export type IssuedDocument = RowOf<typeof said> & RowOf<typeof voiding>;

/** The number, the kind and the snapshot of a document, and whether it is a receipt that is void now. @throws NotFound for an unknown one, and for one that is not the reader's to see. */
export async function getDocument(
  { sql }: Transaction,
  { documentId }: { documentId: string },
): Promise<IssuedDocument> {
  const [found] = await rowsOf(sql, said, voiding)`
    select ${said(sql)}, (select (p.voided_at at time zone 'America/Los_Angeles')::date::text from payments p
                          where p.receipt_id = d.id and p.status = 'VOIDED' limit 1) as "voidedOn"
    from invoice_documents d where d.id = ${documentId}`;
  if (!found) throw new NotFound('document', documentId);
  return found;
}

const terms = computed({ howToPay: 'string', dueDays: 'number' });
export type PaymentTerms = RowOf<typeof terms>;

/** How to pay, in the words of the association, and the days until an invoice is due. For everybody who is signed in. */
export async function getPaymentTerms({ sql }: Transaction): Promise<PaymentTerms> {
  const [found] = await rowsOf(sql, terms)`
    select said->>'howToPay' as "howToPay", (said->>'dueDays')::int as "dueDays" from payment_terms() said`;
  if (!found) throw new Error('A function without rows has one answer.');
  return found;
}

export interface OwnDues extends Renewal {
  terms: PaymentTerms;
  /** The person's credit with the association, from payments that were too high, without what was used or refunded; in cents. */
  creditCents: number;
}

const credit = computed({ creditCents: 'number' });

const creditOf = async ({ sql }: Transaction, userId: string): Promise<number> => {
  const [found] = await rowsOf(sql, credit)`select credit_of(${userId}) as "creditCents"`;
  return found?.creditCents ?? 0;
};

/** What the acting person needs to know to pay dues. The tiers are the person’s own, or those offered to somebody without one. */
export async function getOwnDues(tx: Transaction): Promise<OwnDues> {
  const userId = actingUser(tx);
  const renewal = await getRenewal(tx, { userId });
  const { standing } = renewal;
  return {
    ...renewal,
    tiers: renewal.tiers.filter(
      ({ code, annualDuesCents }) => annualDuesCents > 0 && (!standing || code === standing.tierCode),
    ),
    terms: await getPaymentTerms(tx),
    creditCents: await creditOf(tx, userId),
  };
}

/**
 * Invoices that staff see, newest first. `q` finds a part of a number and a part of a name.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listInvoices(
  { sql }: Transaction,
  { state, q, ...input }: ListInvoicesInput,
): Promise<Page<ListedInvoice>> {
  const pages = keyset(sql, 'invoices', input, 'i.created_at', 'desc', 'i.id');
  const states = {
    OPEN: sql`and i.status = 'OPEN'`,
    OVERDUE: sql`and i.status = 'OPEN' and i.due_on < today`,
    PAID: sql`and i.status = 'PAID'`,
    ALL: sql``,
  };
  return pages.page(
    await rowsOf(sql, item, judged, named, keyed)`
      select ${item(sql)}, u.first_name || ' ' || u.last_name as name,
             case when i.status = 'OPEN' then today - i.due_on else 0 end as "daysOverdue", ${pages.key}
      from ${clock(sql)} join invoices i on true join users u on u.id = i.user_id
      where (${q} = '' or strpos(i.number, upper(${q})) > 0
             or strpos(lower(u.first_name || ' ' || u.last_name), lower(${q})) > 0
             or exists (select from company_people p join companies c on c.id = p.company_id
                        where p.user_id = u.id and strpos(lower(c.name), lower(${q})) > 0))
        ${states[state]} ${pages.after}
      order by ${pages.order} limit ${pages.limit}`,
  );
}

/** The first instant of this year in California. It is a value of its own, so that it is computed once. */
const newYear = (sql: TransactionClient): Fragment =>
  sql`(select date_trunc('year', now() at time zone 'America/Los_Angeles') at time zone 'America/Los_Angeles')`;

const totals = computed({
  openCount: 'number',
  /** What is left of the open invoices. The next five are parts of it, by the days since the invoice was due. */
  openCents: 'number',
  notDueCents: 'number',
  to30Cents: 'number',
  to60Cents: 'number',
  to90Cents: 'number',
  olderCents: 'number',
  overdueCount: 'number',
  /** The money that arrived since January 1, in California, without what went back since then: what the books call received. */
  receivedThisYearCents: 'number',
});
export type InvoiceTotals = RowOf<typeof totals>;

/** What is owed, by age, and what arrived this year, in cents. For staff. */
export async function getInvoiceTotals({ sql }: Transaction): Promise<InvoiceTotals> {
  const [found] = await rowsOf(sql, totals)`
    select count(*)::int as "openCount", count(*) filter (where late > 0)::int as "overdueCount",
           coalesce(sum(rest), 0)::bigint as "openCents",
           coalesce(sum(rest) filter (where late <= 0), 0)::bigint as "notDueCents",
           coalesce(sum(rest) filter (where late between 1 and 30), 0)::bigint as "to30Cents",
           coalesce(sum(rest) filter (where late between 31 and 60), 0)::bigint as "to60Cents",
           coalesce(sum(rest) filter (where late between 61 and 90), 0)::bigint as "to90Cents",
           coalesce(sum(rest) filter (where late > 90), 0)::bigint as "olderCents",
           ((select coalesce(sum(amount_cents), 0) from payments
             where provider <> 'CREDIT' and paid_at >= ${newYear(sql)}
               and (status = 'SUCCEEDED' or (status = 'VOIDED' and invoice_id is not null)))
            - (select coalesce(sum(amount_cents), 0) from payments
               where status = 'VOIDED' and provider <> 'CREDIT' and invoice_id is not null and voided_at >= ${newYear(sql)})
            - (select coalesce(sum(amount_cents), 0) from payment_refunds where created_at >= ${newYear(sql)}))::bigint
             as "receivedThisYearCents"
    from (select i.total_cents - i.paid_cents as rest, today - i.due_on as late
          from ${clock(sql)} join invoices i on i.status = 'OPEN') owed`;
  if (!found) throw new Error('A sum has one row.');
  return found;
}

const paid = pick(
  payments,
  [
    'id',
    'amountCents',
    'allocatedCents',
    'refundedCents',
    'status',
    'provider',
    'providerReference',
    'receivedOn',
    'createdAt',
    'voidedAt',
    'voidReason',
  ],
  'p',
);
const ofDeposit = optional(pick(deposits, { depositNumber: 'number', depositId: 'id' }, 'b'));
const refunded = pick(
  paymentRefunds,
  ['id', 'paymentId', 'amountCents', 'way', 'providerReference', 'reason', 'createdAt'],
  'r',
);
const refunder = computed({ refundedByName: 'string | null' });
const related = pick(invoices, ['id', 'number'], 'i');
const byWhom = computed({
  recordedByName: 'string | null',
  voidedByName: 'string | null',
  /** The newest dispute about the payment. */
  dispute: orNull(anyOf(disputeStatuses)),
});
const more = pick(invoices, ['createdAt', 'closedAt'], 'i');
const people = computed({ issuedByName: 'string | null', closedByName: 'string | null' });

export interface InvoiceDetail extends ListedInvoice, RowOf<typeof more>, RowOf<typeof people> {
  payments: (RowOf<typeof paid> & RowOf<typeof byWhom> & RowOf<typeof ofDeposit>)[];
  refunds: (RowOf<typeof refunded> & RowOf<typeof refunder>)[];
  documents: DocumentItem[];
  /** The invoice whose payment bounced, for a fee, and the fees of this one. */
  related: RowOf<typeof related>[];
  /** The member’s credit, in cents. */
  creditCents: number;
}

/** An invoice with its payments, refunds and documents, oldest first. For staff. @throws NotFound */
export async function getInvoice(
  tx: Transaction,
  { invoiceId }: { invoiceId: string },
): Promise<InvoiceDetail> {
  const { sql } = tx;
  const [found] = await rowsOf(sql, item, more, judged, named, people)`
    select ${item(sql)}, ${more(sql)}, u.first_name || ' ' || u.last_name as name,
           case when i.status = 'OPEN' then today - i.due_on else 0 end as "daysOverdue",
           issuer.first_name || ' ' || issuer.last_name as "issuedByName",
           closer.first_name || ' ' || closer.last_name as "closedByName"
    from ${clock(sql)} join invoices i on i.id = ${invoiceId} join users u on u.id = i.user_id
    left join users issuer on issuer.id = i.issued_by left join users closer on closer.id = i.closed_by`;
  if (!found) throw new NotFound('invoice', invoiceId);
  const received = await rowsOf(sql, paid, ofDeposit, byWhom)`
    select ${paid(sql)}, ${ofDeposit(sql)}, recorder.first_name || ' ' || recorder.last_name as "recordedByName",
           voider.first_name || ' ' || voider.last_name as "voidedByName",
           (select d.status from payment_disputes d where d.payment_id = p.id order by d.created_at desc, d.id desc limit 1) as dispute
    from payments p left join users recorder on recorder.id = p.recorded_by left join users voider on voider.id = p.voided_by
    left join deposits b on b.id = p.deposit_id
    where p.invoice_id = ${invoiceId} order by p.created_at, p.id`;
  const back = await rowsOf(sql, refunded, refunder)`
    select ${refunded(sql)}, refunder.first_name || ' ' || refunder.last_name as "refundedByName"
    from payment_refunds r join payments p on p.id = r.payment_id left join users refunder on refunder.id = r.refunded_by
    where p.invoice_id = ${invoiceId} order by r.created_at, r.id`;
  const issued = await rowsOf(sql, document, kept)`
    select ${documentColumns(sql)} from invoice_documents d where d.invoice_id = ${invoiceId} order by d.created_at, d.id`;
  const others = await rowsOf(sql, related)`
    select ${related(sql)} from invoices i
    where i.for_invoice_id = ${invoiceId} or i.id = (select fee.for_invoice_id from invoices fee where fee.id = ${invoiceId})
    order by i.created_at, i.id`;
  return {
    ...found,
    payments: [...received],
    refunds: [...back],
    documents: [...issued],
    related: [...others],
    creditCents: await creditOf(tx, found.userId),
  };
}

const ofInvoice = pick(invoices, { invoiceNumber: 'number' }, 'i');
export type ExportedPayment = RowOf<typeof paid> & RowOf<typeof named> & RowOf<typeof ofInvoice>;

/** All payments of invoices, newest first, for the accountant. @throws InvalidInput for another list's cursor. */
export async function listInvoicePayments(
  { sql }: Transaction,
  input: PageInput,
): Promise<Page<ExportedPayment>> {
  const pages = keyset(sql, 'invoice payments', input, 'p.created_at', 'desc', 'p.id');
  return pages.page(
    await rowsOf(sql, paid, named, ofInvoice, keyed)`
      select ${paid(sql)}, u.first_name || ' ' || u.last_name as name, ${ofInvoice(sql)}, ${pages.key}
      from payments p join invoices i on i.id = p.invoice_id join users u on u.id = p.user_id
      where true ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
}

const state = pick(invoices, ['status'], 'i');
const idOfDocument = pick(invoiceDocuments, { documentId: 'id' }, 'd');

/** The state of the invoice that a document is about; undefined for an unknown document. For the system. */
export async function findInvoiceOfDocument(
  { sql }: Transaction,
  { documentId }: { documentId: string },
): Promise<RowOf<typeof state> | undefined> {
  const [found] = await rowsOf(sql, state)`
    select ${state(sql)} from invoice_documents d join invoices i on i.id = d.invoice_id where d.id = ${documentId}`;
  return found;
}

/** The newest document of an invoice. */
export async function findNewestDocument(
  { sql }: Transaction,
  { invoiceId }: { invoiceId: string },
): Promise<string | undefined> {
  const [found] = await rowsOf(sql, idOfDocument)`
    select ${idOfDocument(sql)} from invoice_documents d where d.invoice_id = ${invoiceId}
    order by d.created_at desc, d.id desc limit 1`;
  return found?.documentId;
}
