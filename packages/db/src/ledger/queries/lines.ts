import type { Fragment, TransactionClient } from '../../engine/connection.ts';

/**
 * The books by double entry, made from what is recorded and from nothing else: each act is two lines or more that add up to zero. A
 * positive amount is a debit. An act counts on the day on which it was recorded, in California, so that a month that is over never
 * changes: a check that bounces later is an act of the day on which it was voided.
 *
 * `part` is what income is for: the tier, `FEE`, `EVENT` or `OTHER`. `act` is the number of the act, for its journal.
 */
export const ledgerLines = (sql: TransactionClient): Fragment => sql`(
  select act.day, act.kind, line.account, line.cents, act.part, act.way, act.user_id, act.invoice_id, act.act, act.memo
  from (
    select i.issued_on as day, 'ISSUED' as kind, coalesce(i.tier_code, i.kind) as part, '' as way, i.user_id, i.id as invoice_id,
           i.number as act, i.words as memo, i.total_cents as cents
    from invoices i
  ) act cross join lateral (values ('RECEIVABLE', act.cents), ('INCOME', -act.cents)) line (account, cents)
  union all
  select act.day, act.kind, line.account, line.cents, act.part, act.way, act.user_id, act.invoice_id, act.act, act.memo
  from (
    -- A payment, and once more with the other sign when it is voided.
    select (happened.at at time zone 'America/Los_Angeles')::date as day, happened.sign,
           case when p.provider = 'CREDIT' then case happened.sign when 1 then 'CREDIT_USED' else 'CREDIT_TAKEN_BACK' end
                else case happened.sign when 1 then 'PAYMENT' else 'PAYMENT_VOIDED' end end as kind,
           coalesce(i.tier_code, i.kind) as part, p.provider as way, p.user_id, i.id as invoice_id,
           coalesce(d.number, 'P' || right(replace(p.id::text, '-', ''), 15)) || case happened.sign when 1 then '' else '-VOID' end as act,
           'Invoice ' || i.number || coalesce(', no. ' || p.provider_reference, '') as memo, p.amount_cents as amount,
           p.allocated_cents as allocated,
           case p.provider when 'CREDIT' then 'CREDIT' when 'STRIPE' then 'ONLINE' when 'TRANSFER' then 'BANK'
             -- A check that bounced after it was deposited goes off the bank's account.
             else case when happened.sign = -1 and p.deposit_id is not null then 'BANK' else 'UNDEPOSITED' end end as money
    from payments p join invoices i on i.id = p.invoice_id left join invoice_documents d on d.id = p.receipt_id
    cross join lateral (values (1, p.paid_at), (-1, p.voided_at)) happened (sign, at)
    where p.status in ('SUCCEEDED', 'VOIDED') and happened.at is not null
  ) act cross join lateral (values
    (act.money, act.sign * act.amount), ('RECEIVABLE', -act.sign * act.allocated), ('CREDIT', -act.sign * (act.amount - act.allocated))
  ) line (account, cents)
  where line.cents <> 0
  union all
  select act.day, act.kind, line.account, line.cents, act.part, '', act.user_id, act.invoice_id, act.act, act.memo
  from (
    select (i.closed_at at time zone 'America/Los_Angeles')::date as day, i.status as kind, coalesce(i.tier_code, i.kind) as part,
           i.user_id, i.id as invoice_id, i.number || '-END' as act, 'Invoice ' || i.number as memo,
           i.total_cents - i.paid_cents as cents,
           case i.status when 'VOID' then 'INCOME' when 'WAIVED' then 'WAIVED_DUES' else 'BAD_DEBT' end as against
    from invoices i where i.status in ('VOID', 'WRITTEN_OFF', 'WAIVED')
  ) act cross join lateral (values (act.against, act.cents), ('RECEIVABLE', -act.cents)) line (account, cents)
  union all
  select act.day, 'REFUND', line.account, line.cents, act.part, act.way, act.user_id, act.invoice_id, act.act, act.memo
  from (
    select (r.created_at at time zone 'America/Los_Angeles')::date as day, coalesce(i.tier_code, i.kind, m.tier_code, 'OTHER') as part,
           coalesce(r.way, p.provider) as way, p.user_id, i.id as invoice_id,
           coalesce(d.number, 'F' || right(replace(r.id::text, '-', ''), 15)) as act,
           coalesce('Invoice ' || i.number, p.description) || coalesce(', no. ' || r.provider_reference, '') as memo,
           r.amount_cents as amount, r.credit_cents as credit, case p.provider when 'STRIPE' then 'ONLINE' else 'BANK' end as money
    from payment_refunds r join payments p on p.id = r.payment_id left join invoices i on i.id = p.invoice_id
    left join memberships m on m.id = p.membership_id left join invoice_documents d on d.id = r.document_id
  ) act cross join lateral (values ('REFUNDS', act.amount - act.credit), ('CREDIT', act.credit), (act.money, -act.amount))
    line (account, cents)
  where line.cents <> 0
  union all
  select (b.closed_at at time zone 'America/Los_Angeles')::date, 'DEPOSIT', line.account, line.cents, '', '', null::uuid, null::uuid,
         b.number, 'Deposit of ' || b.deposited_on
  from deposits b cross join lateral (values ('BANK', b.total_cents), ('UNDEPOSITED', -b.total_cents)) line (account, cents)
  where b.closed_at is not null
  union all
  -- A payment without an invoice is income on its day: dues of before the invoices, and places at events.
  select (p.paid_at at time zone 'America/Los_Angeles')::date, 'OTHER_PAYMENT', line.account, line.cents,
         case when p.registration_id is not null then 'EVENT' else coalesce(m.tier_code, 'OTHER') end, p.provider, p.user_id, null::uuid,
         'P' || right(replace(p.id::text, '-', ''), 15), p.description
  from payments p left join memberships m on m.id = p.membership_id
  cross join lateral (values
    (case p.provider when 'STRIPE' then 'ONLINE' else 'BANK' end, p.amount_cents), ('INCOME', -p.amount_cents)) line (account, cents)
  where p.invoice_id is null and p.status = 'SUCCEEDED'
)`;
