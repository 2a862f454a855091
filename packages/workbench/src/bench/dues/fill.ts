import { valuesFor } from '@namc/db/seed/bench/values';
import { connect } from '@namc/db/testing/direct-client';

/**
 * Members with three terms in a row, the last of which ends within the next year or has ended within a month, and with an invoice
 * for each of two terms: the older one paid by check, of the newer ones one in eight open.
 */
export async function fillBooks(superuserUrl: string, members: number): Promise<void> {
  const v = valuesFor(1);
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  const rows = `generate_series(0, ${members - 1}) i`;
  const left = v.number('i', 'left', 395);
  // The rows satisfy the constraints. Their triggers would take minutes.
  await sql.unsafe(`
    set session_replication_role = replica;
    insert into users (id, email, email_verified_at, first_name, last_name, status)
    select ${v.id('users', 'i')}, 'member' || i || '@example.org', now(), 'Ana', 'Sample' || i,
           case ${v.number('i', 'status', 40)} when 0 then 'LAPSED' else 'ACTIVE' end
    from ${rows};
    insert into memberships (id, user_id, tier_code, status, starts_on, ends_on)
    select ${v.id('memberships', 'i * 3 + back')}, ${v.id('users', 'i')}, 'REGULAR', case back when 0 then 'ACTIVE' else 'ENDED' end,
           current_date - 30 + ${left}::int - 364 - back * 365, current_date - 30 + ${left}::int - back * 365
    from ${rows}, generate_series(0, 2) back;
    insert into invoices (id, number, user_id, kind, words, tier_code, years, total_cents, paid_cents, status, issued_on, due_on, created_at)
    select ${v.id('invoices', 'i * 2 + back')}, to_char(issued, 'YYYY') || '-' || lpad((i * 2 + back + 1)::text, 5, '0'), ${v.id('users', 'i')},
           'DUES', 'Regular membership, 1 year', 'REGULAR', 1, 50000, case when is_open then 0 else 50000 end,
           case when is_open then 'OPEN' else 'PAID' end, issued, issued + 30, issued
    from ${rows}, generate_series(0, 1) back
    cross join lateral (select current_date - ${v.number('i', 'issued', 360)}::int - back * 365 as issued,
                               back = 0 and ${v.number('i', 'open', 8)} = 0 as is_open) one;
    insert into payments (id, user_id, amount_cents, allocated_cents, status, provider, provider_reference, idempotency_key, description,
                          paid_at, invoice_id, received_on, created_at)
    select ${v.id('payments', 'i * 2 + back')}, bill.user_id, 50000, 50000, 'SUCCEEDED', 'CHECK', (1000 + i)::text, 'bench ' || bill.id,
           'Invoice ' || bill.number, bill.issued_on + time '12:00', bill.id, bill.issued_on, bill.issued_on
    from ${rows}, generate_series(0, 1) back
    join lateral (select * from invoices where id = ${v.id('invoices', 'i * 2 + back')} and status = 'PAID') bill on true;
    set session_replication_role = origin`);
  await sql.unsafe('vacuum analyze');
  await sql.end();
}
