import { cutText } from '@namc/inputs/cut-text';
import { type RenewMembershipInput, type StartMembershipInput, standings } from '@namc/inputs/memberships';
import { asOneLine } from '@namc/inputs/text';
import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { memberships, membershipTiers } from '../tables.ts';

/**
 * Starts a term and returns its id.
 * @throws Refused if it overlaps another term of the member.
 */
export async function startMembership(
  { orm }: WriteTransaction,
  { userId, tierCode, startsOn, endsOn }: StartMembershipInput,
): Promise<string> {
  const [term] = await orm
    .insert(memberships)
    .values({ userId, tierCode, startsOn, endsOn })
    .returning({ id: memberships.id });
  if (!term) throw new NotFound('account', userId);
  return term.id;
}

/** The day in California. */
const today = sql`(now() at time zone 'America/Los_Angeles')::date`;

const made = computed({ id: 'string | null' });
const newTerm = pick(memberships, ['startsOn', 'endsOn'], 'm');
const ofTier = pick(membershipTiers, { tier: 'name' }, 't');

/**
 * Adds a term of `years` periods of the tier: it begins on the day after the last one, or today if the grace is over and the missed days do not count. A
 * lapsed member is active again.
 * The member gets a letter, and the trail a row. `portal` is the portal's own address. Returns the days of the term.
 * @throws NotFound, Refused if the first day is not `startsOn` any more, for one's own membership, for an account that is not a
 * member's, and for a tier that is not offered.
 */
export async function renewMembership(
  tx: WriteTransaction,
  {
    userId,
    tierCode,
    years,
    startsOn,
    basis,
    countsMissedDays,
    reason,
    portal,
  }: RenewMembershipInput & { portal: string },
): Promise<RowOf<typeof newTerm>> {
  const [row] = await rowsOf(tx.sql, made)`
    select renew_membership(${userId}, ${tierCode}, ${years}, ${startsOn}::date, ${basis},
      ${basis === 'DUES' ? null : cutText(asOneLine(reason), 200)}, ${countsMissedDays}) as id`;
  const [term] = row?.id
    ? await rowsOf(tx.sql, newTerm, ofTier)`
        select ${newTerm(tx.sql)}, ${ofTier(tx.sql)}
        from memberships m join membership_tiers t on t.code = m.tier_code where m.id = ${row.id}`
    : [];
  const person = await findAddressee(tx, userId);
  if (!row?.id || !term || !person) throw new NotFound('account', userId);
  const { tier, ...days } = term;
  await recordAdminAction(
    tx,
    {
      action: 'memberships.renew',
      targetUserId: userId,
      targetTable: 'memberships',
      targetId: row.id,
      reason,
    },
    {
      tier,
      from: days.startsOn,
      until: days.endsOn,
      ...(basis !== 'DUES' && { basis }),
      ...(countsMissedDays && { missedDays: 'count' }),
    },
  );
  await sendLetter(tx, person, 'membership-renewed', {
    origin: portal,
    tier,
    firstDay: days.startsOn,
    lastDay: days.endsOn,
  });
  return days;
}

/** Ends the terms whose grace is over, and returns the ids of their members. For the system. */
export async function endMemberships({ orm }: WriteTransaction): Promise<string[]> {
  const ended = await orm
    .update(memberships)
    .set({ status: 'ENDED' })
    .where(
      and(
        eq(memberships.status, 'ACTIVE'),
        sql`${memberships.endsOn} < ${today} and membership_standing(${memberships.endsOn}, ${today}) = 'LAPSED'`,
      ),
    )
    .returning({ userId: memberships.userId });
  return ended.map(({ userId }) => userId);
}

const followed = computed({ changed: 'number' });

/** Gives members whose term of another tier has begun its kind of member, and returns how many. For the system. */
export async function followTiers({ sql }: WriteTransaction): Promise<number> {
  const [row] = await rowsOf(sql, followed)`select follow_tiers() as changed`;
  return row?.changed ?? 0;
}

const lapsed = computed({ lastDay: 'string' });

/**
 * Makes a member lapsed whose grace is over, notes it, and writes the member a letter. Nothing for anybody else. `origin` is the
 * portal's own address. For the system.
 */
export async function lapseMembership(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  // A renewal holds this row until its term is there. The next statement sees the term.
  await tx.sql`select from users where id = ${userId} for update`;
  const [person] = await tx.orm
    .update(users)
    .set({ status: 'LAPSED' })
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, 'ACTIVE'),
        sql`membership_standing_of(${users.id}, ${today}) = 'LAPSED'`,
      ),
    )
    .returning(addresseeColumns);
  if (!person) return;
  const [term] = await rowsOf(tx.sql, lapsed)`
    with noted as (
      insert into membership_notices (membership_id, user_id, step)
      select m.id, m.user_id, 'LAPSED' from memberships m
      where m.user_id = ${userId} and m.status <> 'CANCELLED'
        and m.ends_on = membership_last_day(m.user_id, (now() at time zone 'America/Los_Angeles')::date)
      on conflict do nothing returning membership_id
    )
    select m.ends_on::text as "lastDay" from noted join memberships m on m.id = noted.membership_id`;
  // A lapse of a term is told once, whatever becomes of the account's status.
  if (term) await sendLetter(tx, person, 'membership-lapsed', { origin, lastDay: term.lastDay });
}

const told = pick(memberships, { lastDay: 'endsOn' }, 'm');
const atStep = computed({ standing: anyOf(standings), graceDay: 'string' });

/**
 * Writes a member the notice whose step has come, and notes it in the same transaction: a repetition finds nothing. A step that
 * the worker missed is told at the next run, unless the next step came already. `origin` is the portal's own address. For the system.
 */
export async function noticeMember(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  const [notice] = await rowsOf(tx.sql, told, atStep, ofTier)`
    with noted as (
      insert into membership_notices (membership_id, user_id, step)
      select m.id, u.id, membership_notice_step(m.ends_on, today)
      from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
      join users u on u.id = ${userId} and u.status = 'ACTIVE'
      join memberships m on m.user_id = u.id and m.status = 'ACTIVE' and m.ends_on = membership_last_day(u.id, today)
      join membership_tiers t on t.code = m.tier_code
        and (t.period_months >= 12 or m.ends_on - today <= (m.ends_on - m.starts_on) / 2)
      where membership_standing_of(u.id, today) in ('DUE_SOON', 'GRACE')
        and not exists (select from covering_of(u.id, today) found where found.standing is not null)
        and (m.ends_on < today or not exists (
          select from automatic_renewals r where r.user_id = u.id and r.status = 'ON'))
      on conflict do nothing returning membership_id
    )
    select ${told(tx.sql)}, ${ofTier(tx.sql)}, membership_standing(m.ends_on, today) as standing,
           (m.ends_on + membership_grace_days())::text as "graceDay"
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    cross join noted join memberships m on m.id = noted.membership_id join membership_tiers t on t.code = m.tier_code`;
  const person = notice && (await findAddressee(tx, userId));
  if (!person) return;
  const { tier, lastDay, graceDay } = notice;
  const letter = notice.standing === 'GRACE' ? 'membership-in-grace' : 'membership-ending';
  await sendLetter(tx, person, letter, { origin, tier, lastDay, graceDay });
}
