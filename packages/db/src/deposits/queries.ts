import type { GetDepositInput } from '@namc/inputs/deposits';
import type { PageInput } from '@namc/inputs/text';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { invoices } from '../invoices/tables.ts';
import { payments } from '../payments/tables.ts';
import { deposits } from './tables.ts';

const deposited = pick(
  payments,
  ['id', 'amountCents', 'provider', 'providerReference', 'receivedOn', 'status', 'voidedAt'],
  'p',
);
const ofInvoice = pick(invoices, { invoiceId: 'id', invoiceNumber: 'number' }, 'i');
const named = computed({ name: 'string' });

/** Amounts are in cents. */
export type DepositedPayment = RowOf<typeof deposited> & RowOf<typeof ofInvoice> & RowOf<typeof named>;

/** Checks and cash that no deposit has taken to the bank yet, the oldest first, 500 at most. For staff. */
export async function listUndeposited({ sql }: Transaction): Promise<DepositedPayment[]> {
  return rowsOf(sql, deposited, ofInvoice, named)`
    select ${deposited(sql)}, ${ofInvoice(sql)}, u.first_name || ' ' || u.last_name as name
    from payments p join invoices i on i.id = p.invoice_id join users u on u.id = p.user_id
    where p.deposit_id is null and p.status = 'SUCCEEDED' and p.invoice_id is not null and p.provider in ('CHECK', 'CASH')
    order by p.received_on, p.id limit 500`;
}

const item = pick(deposits, ['id', 'number', 'depositedOn', 'totalCents', 'closedAt', 'createdAt'], 'd');
const sums = computed({
  checks: 'number',
  /** The sum of its checks and cash, those that bounced since included. */
  sumCents: 'number',
  /** Of the sum, what bounced after the deposit was closed. */
  bouncedCents: 'number',
});
export type DepositItem = RowOf<typeof item> & RowOf<typeof sums>;

/** Deposits, newest first. For staff. @throws InvalidInput for another list’s cursor. */
export async function listDeposits({ sql }: Transaction, input: PageInput): Promise<Page<DepositItem>> {
  const pages = keyset(sql, 'deposits', input, 'd.created_at', 'desc', 'd.id');
  return pages.page(
    await rowsOf(sql, item, sums, keyed)`
      select ${item(sql)}, held.checks, held."sumCents", held."bouncedCents", ${pages.key}
      from deposits d cross join lateral (
        select count(*)::int as checks, coalesce(sum(amount_cents), 0)::bigint as "sumCents",
               coalesce(sum(amount_cents) filter (where status = 'VOIDED'), 0)::bigint as "bouncedCents"
        from payments where deposit_id = d.id) held
      where true ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
}

const people = computed({ madeByName: 'string | null', closedByName: 'string | null' });

export interface DepositDetail extends RowOf<typeof item>, RowOf<typeof people> {
  payments: DepositedPayment[];
}

/** A deposit with its checks and cash, in the order of arrival. For staff. @throws NotFound */
export async function getDeposit(
  { sql }: Transaction,
  { depositId }: GetDepositInput,
): Promise<DepositDetail> {
  const [found] = await rowsOf(sql, item, people)`
    select ${item(sql)}, maker.first_name || ' ' || maker.last_name as "madeByName",
           closer.first_name || ' ' || closer.last_name as "closedByName"
    from deposits d left join users maker on maker.id = d.made_by left join users closer on closer.id = d.closed_by
    where d.id = ${depositId}`;
  if (!found) throw new NotFound('deposit', depositId);
  const rows = await rowsOf(sql, deposited, ofInvoice, named)`
    select ${deposited(sql)}, ${ofInvoice(sql)}, u.first_name || ' ' || u.last_name as name
    from payments p join invoices i on i.id = p.invoice_id join users u on u.id = p.user_id
    where p.deposit_id = ${depositId} order by p.received_on, p.id`;
  return { ...found, payments: [...rows] };
}
