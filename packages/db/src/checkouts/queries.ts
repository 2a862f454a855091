import { actingUser } from '../engine/acting-user.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { invoices } from '../invoices/tables.ts';
import { payments } from '../payments/tables.ts';
import { automaticRenewals, paymentCustomers } from '../renewals/tables.ts';
import { checkouts, onlineRefunds, paymentDifferences, paymentDisputes } from './tables.ts';

/** So many rows are shown to staff at a time. What is older is closed, or seen when these are. */
const shownRows = 200;

const order = pick(
  checkouts,
  [
    'id',
    'userId',
    'amountCents',
    'currency',
    'status',
    'providerSession',
    'pageUrl',
    'savesCard',
    'createdAt',
  ],
  'c',
);
const billed = pick(invoices, { number: 'number', words: 'words', invoiceStatus: 'status' }, 'i');
/** An order to the provider. Amounts are in cents. */
export type CheckoutOrder = RowOf<typeof order> & RowOf<typeof billed>;

/** An attempt to pay online. Members see their own. @throws NotFound */
export async function getCheckout(
  { sql }: Transaction,
  { checkoutId }: { checkoutId: string },
): Promise<CheckoutOrder> {
  const [found] = await rowsOf(sql, order, billed)`
    select ${order(sql)}, ${billed(sql)} from checkouts c join invoices i on i.id = c.invoice_id where c.id = ${checkoutId}`;
  if (!found) throw new NotFound('payment', checkoutId);
  return found;
}

const attempt = pick(checkouts, ['id', 'invoiceId', 'status', 'amountCents', 'createdAt'], 'c');
export type OwnCheckout = RowOf<typeof attempt>;

/** The newest attempt for each open invoice of the acting person. */
export async function listOwnCheckouts(tx: Transaction): Promise<OwnCheckout[]> {
  const { sql } = tx;
  return rowsOf(sql, attempt)`
    select distinct on (c.invoice_id) ${attempt(sql)}
    from checkouts c join invoices i on i.id = c.invoice_id and i.status = 'OPEN'
    where c.user_id = ${actingUser(tx)} order by c.invoice_id, c.created_at desc, c.id desc`;
}

const outcome = pick(checkouts, ['id', 'status', 'amountCents'], 'c');
const ofInvoice = pick(invoices, { invoiceId: 'id', number: 'number', words: 'words' }, 'i');
const after = computed({ restCents: 'number', termEndsOn: 'string | null', creditCents: 'number | null' });
export type CheckoutOutcome = RowOf<typeof outcome> & RowOf<typeof ofInvoice> & RowOf<typeof after>;

/** The outcome of an attempt, and of its invoice, for the page to which the provider leads back. @throws NotFound */
export async function getCheckoutOutcome(
  { sql }: Transaction,
  { checkoutId }: { checkoutId: string },
): Promise<CheckoutOutcome> {
  const [found] = await rowsOf(sql, outcome, ofInvoice, after)`
    select ${outcome(sql)}, ${ofInvoice(sql)}, i.total_cents - i.paid_cents as "restCents",
           (select m.ends_on::text from memberships m where m.id = i.membership_id) as "termEndsOn",
           (select p.amount_cents - p.allocated_cents from payments p where p.id = c.payment_id) as "creditCents"
    from checkouts c join invoices i on i.id = c.invoice_id where c.id = ${checkoutId}`;
  if (!found) throw new NotFound('payment', checkoutId);
  return found;
}

const ofCard = pick(automaticRenewals, { method: 'methodReference' }, 'r');
const ofCustomer = pick(paymentCustomers, { customer: 'providerReference' }, 'p');
/** An order to charge a saved card. */
export type ChargeOrder = RowOf<typeof charged> &
  RowOf<typeof ofCard> &
  RowOf<typeof ofCustomer> &
  RowOf<typeof billed>;
const charged = pick(checkouts, { checkoutId: 'id', amountCents: 'amountCents', currency: 'currency' }, 'c');

/** The order to charge a saved card, for an attempt that is one. For the system. @throws NotFound */
export async function getChargeOrder(
  { sql }: Transaction,
  { checkoutId }: { checkoutId: string },
): Promise<ChargeOrder> {
  const [found] = await rowsOf(sql, charged, ofCard, ofCustomer, billed)`
    select ${charged(sql)}, ${ofCard(sql)}, ${ofCustomer(sql)}, ${billed(sql)}
    from checkouts c join renewal_charges d on d.id = c.charge_id join automatic_renewals r on r.id = d.renewal_id
    join payment_customers p on p.user_id = c.user_id join invoices i on i.id = c.invoice_id
    where c.id = ${checkoutId}`;
  if (!found) throw new NotFound('payment', checkoutId);
  return found;
}

const known = pick(checkouts, { checkoutId: 'id', providerSession: 'providerSession' }, 'c');

/** The attempt that the provider means, by its own numbers; undefined for money that the portal never asked for. For the system. */
export async function findCheckout(
  { sql }: Transaction,
  { session, reference }: { session?: string | undefined; reference?: string | undefined },
): Promise<RowOf<typeof known> | undefined> {
  const [found] = await rowsOf(sql, known)`
    select ${known(sql)} from checkouts c
    where c.provider_session = ${session ?? null} or c.provider_reference = ${reference ?? null} limit 1`;
  return found;
}

const event = computed({ isKnown: 'boolean' });

/** True for a report that was acted on. For the system. */
export async function isEventKnown({ sql }: Transaction, { eventId }: { eventId: string }): Promise<boolean> {
  const [found] = await rowsOf(sql, event)`
    select exists (select from provider_events where id = ${eventId}) as "isKnown"`;
  return found?.isKnown === true;
}

const due = pick(checkouts, ['id', 'status', 'providerSession'], 'c');
const judged = computed({ isObsolete: 'boolean' });
export type CheckoutToLookAt = RowOf<typeof due> & RowOf<typeof judged>;

/**
 * The attempts that the portal should ask the provider about: each one that has no end yet, once in some minutes. `isObsolete` tells
 * that its invoice needs another amount, or nothing any more. Charges of saved cards have a job of their own. For the system.
 */
export async function listCheckoutsToLookAt({ sql }: Transaction): Promise<CheckoutToLookAt[]> {
  return rowsOf(sql, due, judged)`
    select ${due(sql)},
           c.status <> 'PROCESSING' and (i.status <> 'OPEN' or i.total_cents - i.paid_cents <> c.amount_cents) as "isObsolete"
    from checkouts c join invoices i on i.id = c.invoice_id
    where c.status in ('STARTED', 'OPEN', 'PROCESSING') and c.charge_id is null and coalesce(c.looked_at, c.created_at) < now() - interval '4 minutes'
    order by c.created_at, c.id limit 500`;
}

/** The attempts to pay an invoice that needs another amount, or nothing any more. For the system. */
export async function listObsoleteCheckouts(
  { sql }: Transaction,
  { invoiceId }: { invoiceId: string },
): Promise<RowOf<typeof due>[]> {
  return rowsOf(sql, due)`
    select ${due(sql)} from checkouts c join invoices i on i.id = c.invoice_id
    where c.invoice_id = ${invoiceId} and c.status in ('STARTED', 'OPEN') and c.charge_id is null
      and (i.status <> 'OPEN' or i.total_cents - i.paid_cents <> c.amount_cents)`;
}

const refund = pick(onlineRefunds, ['id', 'amountCents', 'status', 'providerReference'], 'r');
const refunded = pick(payments, { paymentReference: 'providerReference' }, 'p');
export type RefundOrder = RowOf<typeof refund> & RowOf<typeof refunded>;

/** Refunds that staff asked for and that have no end yet, or the one of an id. For the system. */
export async function listRefundsToSettle(
  { sql }: Transaction,
  { refundId }: { refundId?: string },
): Promise<RefundOrder[]> {
  return rowsOf(sql, refund, refunded)`
    select ${refund(sql)}, ${refunded(sql)} from online_refunds r join payments p on p.id = r.payment_id
    where r.status = 'REQUESTED' and (${refundId ?? null}::uuid is null or r.id = ${refundId ?? null}::uuid)
    order by r.created_at, r.id limit 500`;
}

const missing = computed({ payment: 'string' });

/**
 * The payments that the books don’t have, or without a refund that the provider has, of these lines of the provider’s books. For the
 * system.
 */
export async function listMissingPayments(
  { sql }: Transaction,
  { lines }: { lines: { kind: 'charge' | 'refund'; id: string; payment: string }[] },
): Promise<string[]> {
  const found = await rowsOf(sql, missing)`
    select distinct line.payment
    from jsonb_to_recordset(${JSON.stringify(lines)}::text::jsonb) as line (kind text, id text, payment text)
    where case line.kind
      when 'charge' then not exists (
        select from payments p where p.provider = 'STRIPE' and p.provider_reference = line.payment)
      else not exists (select from payment_refunds r where r.provider_reference = line.id) end`;
  return found.map(({ payment }) => payment);
}

const named = computed({ name: 'string' });
const numbered = pick(invoices, { number: 'number' }, 'i');
export type LiveCheckout = OwnCheckout & RowOf<typeof named> & RowOf<typeof numbered>;

/** The attempts without an end, oldest first. For staff. */
export async function listLiveCheckouts({ sql }: Transaction): Promise<LiveCheckout[]> {
  return rowsOf(sql, attempt, named, numbered)`
    select ${attempt(sql)}, ${numbered(sql)}, u.first_name || ' ' || u.last_name as name
    from checkouts c join invoices i on i.id = c.invoice_id join users u on u.id = c.user_id
    where c.status in ('STARTED', 'OPEN', 'PROCESSING') order by c.created_at, c.id limit ${shownRows}`;
}

/** The attempt without an end for an invoice; undefined if nobody is paying it. For staff. */
export async function findLiveCheckout(
  { sql }: Transaction,
  { invoiceId }: { invoiceId: string },
): Promise<OwnCheckout | undefined> {
  const [found] = await rowsOf(sql, attempt)`
    select ${attempt(sql)} from checkouts c
    where c.invoice_id = ${invoiceId} and c.status in ('STARTED', 'OPEN', 'PROCESSING')`;
  return found;
}

const difference = pick(
  paymentDifferences,
  ['id', 'kind', 'reference', 'words', 'invoiceId', 'createdAt', 'closedAt', 'closeReason'],
  'd',
);
const about = computed({ number: 'string | null', closedByName: 'string | null' });
export type PaymentDifference = RowOf<typeof difference> & RowOf<typeof about>;

/** The differences between the books and the provider: the open ones first, then the newest. For staff. */
export async function listDifferences({ sql }: Transaction): Promise<PaymentDifference[]> {
  return rowsOf(sql, difference, about)`
    select ${difference(sql)}, (select i.number from invoices i where i.id = d.invoice_id) as number,
           (select u.first_name || ' ' || u.last_name from users u where u.id = d.closed_by) as "closedByName"
    from payment_differences d order by d.closed_at is not null, d.created_at desc, d.id limit ${shownRows}`;
}

const dispute = pick(
  paymentDisputes,
  ['id', 'providerReference', 'amountCents', 'reason', 'status', 'answerBy', 'createdAt'],
  'd',
);
const disputed = pick(invoices, { invoiceId: 'id', number: 'number' }, 'i');
export type PaymentDispute = RowOf<typeof dispute> & RowOf<typeof disputed> & RowOf<typeof named>;

/** Disputes about payments: the open ones first, then the newest. For staff. */
export async function listDisputes({ sql }: Transaction): Promise<PaymentDispute[]> {
  return rowsOf(sql, dispute, disputed, named)`
    select ${dispute(sql)}, ${disputed(sql)}, u.first_name || ' ' || u.last_name as name
    from payment_disputes d join payments p on p.id = d.payment_id join invoices i on i.id = p.invoice_id
    join users u on u.id = p.user_id
    order by d.status <> 'OPEN', d.created_at desc, d.id limit ${shownRows}`;
}
