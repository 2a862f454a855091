import { actingUser } from '../engine/acting-user.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { memberships, membershipTiers } from '../memberships/tables.ts';
import { automaticRenewals, paymentCustomers, renewalCharges } from './tables.ts';

const renewal = pick(
  automaticRenewals,
  ['id', 'brand', 'lastFour', 'expiresMonth', 'expiresYear', 'createdAt'],
  'r',
);
const charge = optional(pick(renewalCharges, ['status', 'amountCents', 'chargeOn', 'problem'], 'c'));
export type OwnRenewal = RowOf<typeof renewal> & RowOf<typeof charge>;

/** The acting person’s automatic renewal, with the charge that comes next once its notice went out; undefined if it is off. */
export async function findOwnRenewal(tx: Transaction): Promise<OwnRenewal | undefined> {
  const { sql } = tx;
  const [found] = await rowsOf(sql, renewal, charge)`
    select ${renewal(sql)}, ${charge(sql)}
    from automatic_renewals r
    left join renewal_charges c on c.renewal_id = r.id and c.status in ('NOTICED', 'CHARGING', 'RETRY')
    where r.user_id = ${actingUser(tx)} and r.status = 'ON'`;
  return found;
}

const customer = pick(paymentCustomers, ['providerReference'], 'c');

/** A person’s number at the provider; undefined before the first time. For the person and the system. */
export async function findCustomer(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<string | undefined> {
  const [found] = await rowsOf(sql, customer)`
    select ${customer(sql)} from payment_customers c where c.user_id = ${userId}`;
  return found?.providerReference;
}

/** The acting person’s number at the provider; undefined for somebody who never saved a card. */
export async function findOwnCustomer(tx: Transaction): Promise<string | undefined> {
  return findCustomer(tx, { userId: actingUser(tx) });
}

const kept = pick(automaticRenewals, { method: 'methodReference' }, 'r');
const keptFor = pick(paymentCustomers, { customer: 'providerReference' }, 'p');

/** The saved cards about which the provider was not asked today, or the one of a number. For the system. */
export async function listCardsToLookAt(
  { sql }: Transaction,
  { method }: { method?: string },
): Promise<(RowOf<typeof kept> & RowOf<typeof keptFor>)[]> {
  return rowsOf(sql, kept, keptFor)`
    select ${kept(sql)}, ${keptFor(sql)} from automatic_renewals r join payment_customers p on p.user_id = r.user_id
    where r.status = 'ON' and case when ${method ?? null}::text is null
      then coalesce(r.looked_at, r.created_at) < now() - interval '1 day' else r.method_reference = ${method ?? null}::text end
    order by r.id limit 500`;
}

const due = computed({ id: 'string' });
const chargeToMake = pick(renewalCharges, ['id'], 'c');

/** The automatic renewals whose notice is due. For the system. */
export async function listRenewalsToNotice({ sql }: Transaction): Promise<string[]> {
  const found = await rowsOf(sql, due)`select renewal_id as id from renewals_to_notice()`;
  return found.map(({ id }) => id);
}

/** The charges whose day has come, and those that have begun and have no end. For the system. */
export async function listChargesToMake({ sql }: Transaction): Promise<string[]> {
  const found = await rowsOf(sql, chargeToMake)`
    select ${chargeToMake(sql)} from renewal_charges c
    where c.status = 'CHARGING'
       or c.status in ('NOTICED', 'RETRY') and c.charge_on <= (now() at time zone 'America/Los_Angeles')::date
    order by c.charge_on, c.id`;
  return found.map(({ id }) => id);
}

const card = pick(automaticRenewals, ['id', 'userId', 'methodReference'], 'r');
export type SavedCard = RowOf<typeof card>;

/** The cards of renewals that are off and that the provider still keeps. For the system. */
export async function listCardsToRemove({ sql }: Transaction): Promise<SavedCard[]> {
  return rowsOf(sql, card)`
    select ${card(sql)} from automatic_renewals r
    where r.status = 'OFF' and r.removed_at is null and not exists (
      select from automatic_renewals other where other.status = 'ON' and other.method_reference = r.method_reference)
    order by r.id limit 500`;
}

const notice = pick(renewalCharges, ['chargeOn', 'amountCents'], 'c');
const noticedCard = pick(automaticRenewals, ['id', 'brand', 'lastFour', 'expiresMonth', 'expiresYear'], 'r');
const ending = pick(memberships, { lastDay: 'endsOn' }, 'm');
const ofTier = pick(membershipTiers, { tier: 'name' }, 't');
export type RenewalNotice = RowOf<typeof notice> &
  RowOf<typeof noticedCard> &
  RowOf<typeof ending> &
  RowOf<typeof ofTier>;

/** A charge that the member is to be told of; undefined if it no longer comes, or comes too soon for a notice. For the system. */
export async function findNotice(
  { sql }: Transaction,
  { chargeId }: { chargeId: string },
): Promise<RenewalNotice | undefined> {
  const [found] = await rowsOf(sql, notice, noticedCard, ending, ofTier)`
    select ${notice(sql)}, ${noticedCard(sql)}, ${ending(sql)}, ${ofTier(sql)}
    from renewal_charges c join automatic_renewals r on r.id = c.renewal_id and r.status = 'ON'
    join memberships m on m.id = c.membership_id join membership_tiers t on t.code = c.tier_code
    where c.id = ${chargeId} and c.status = 'NOTICED'
      and c.charge_on >= (now() at time zone 'America/Los_Angeles')::date + renewal_least_notice_days()`;
  return found;
}
