import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { demoTerms } from '../memberships/seed.ts';
import { paymentRefunds } from './tables.ts';

/** Adds the dues paid for the terms, and a refund. */
export async function addDues({ sql, orm }: WriteTransaction, now: Date): Promise<void> {
  const year = now.getUTCFullYear();
  await sql`
    insert into payments (id, user_id, membership_id, amount_cents, status, provider, provider_reference, idempotency_key,
                          description, paid_at)
    select m.id, m.user_id, m.id, annual_dues_cents, 'SUCCEEDED', case when starts_on < ${`${year}-01-01`} then 'CHECK' else 'STRIPE' end,
           'demo-' || m.id, 'demo dues ' || m.id, 'Dues for ' || extract(year from starts_on), starts_on + interval '9 days'
    from memberships m join membership_tiers on code = tier_code
    where annual_dues_cents > 0 and m.id = any (${demoTerms(now).map(({ id }) => id)}::uuid[])`;
  await orm.insert(paymentRefunds).values({
    paymentId: stableUuid('demo membership', 'Haddad', String(year - 1)),
    amountCents: 2_500,
    reason: 'Paid for a dinner that was cancelled',
    idempotencyKey: 'demo refund',
  });
}
