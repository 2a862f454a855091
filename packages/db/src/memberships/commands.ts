import type { RenewMembershipInput, StartMembershipInput } from '@namc/inputs/memberships';
import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../members/queries/addressee.ts';
import { users } from '../members/tables.ts';
import { memberships, membershipTiers } from './tables.ts';

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
 * Adds a term of `years`: it begins on the day after the last one, or today if the grace is over. A lapsed member is active again.
 * The member gets a letter, and the trail a row. `portal` is the portal's own address. Returns the days of the term.
 * @throws NotFound, Refused if the first day is not `startsOn` any more, for one's own membership, for an account that is not a
 * member's, and for a tier that is not offered.
 */
export async function renewMembership(
  tx: WriteTransaction,
  { userId, tierCode, years, startsOn, reason, portal }: RenewMembershipInput & { portal: string },
): Promise<RowOf<typeof newTerm>> {
  const [row] = await rowsOf(tx.sql, made)`
    select renew_membership(${userId}, ${tierCode}, ${years}, ${startsOn}::date) as id`;
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
    { tier, from: days.startsOn, until: days.endsOn },
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

/**
 * Makes a member lapsed whose grace is over, and writes the member a letter. Nothing for anybody else. `origin` is the portal's own
 * address. For the system.
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
  await sendLetter(tx, person, 'membership-lapsed', { origin });
}
