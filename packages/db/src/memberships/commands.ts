import {
  type AddMemberInput,
  type AddTierInput,
  type ChangeTierInput,
  type RenewMembershipInput,
  type StartMembershipInput,
  standings,
} from '@namc/inputs/memberships';
import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound, Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../members/queries/addressee.ts';
import { users } from '../members/tables.ts';
import { judgeNewMember, lastDayOf, type Newcomer } from './queries.ts';
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
      where membership_standing(m.ends_on, today) in ('DUE_SOON', 'GRACE')
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

const codeOfTier = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z]+|_+$/g, '')
    .slice(0, 40);

/**
 * Makes a tier and returns its code, which follows from the name and never changes.
 * @throws Refused without the permission and for a name that is taken, InvalidInput for one without a letter.
 */
export async function addTier(tx: WriteTransaction, tier: AddTierInput): Promise<string> {
  const code = codeOfTier(tier.name);
  if (code === '') throw new InvalidInput('name', 'must have a letter from A to Z');
  const { count } = await tx.orm
    .insert(membershipTiers)
    .values({ ...tier, code })
    .onConflictDoNothing({ target: membershipTiers.code });
  if (count === 0) throw new Refused('A tier with this name exists already, or did. Choose another name.');
  await recordAdminAction(
    tx,
    { action: 'memberships.add_tier', targetTable: 'membership_tiers', targetId: code },
    { tier: tier.name },
  );
  return code;
}

/**
 * Changes a tier. Terms keep their days, and the trail has the dues that they were bought for.
 * @throws NotFound for an unknown tier. @throws Refused without the permission, and when somebody else has changed it since `seenAt`.
 */
export async function changeTier(
  tx: WriteTransaction,
  { code, seenAt, ...facts }: ChangeTierInput,
): Promise<void> {
  const { count } = await tx.orm
    .update(membershipTiers)
    .set(facts)
    .where(
      and(
        eq(membershipTiers.code, code),
        // A page knows times to the millisecond.
        seenAt
          ? sql`date_trunc('milliseconds', ${membershipTiers.updatedAt}) = ${seenAt}::timestamptz`
          : undefined,
      ),
    );
  if (count === 0) {
    const [known] = await tx.orm
      .select({ code: membershipTiers.code })
      .from(membershipTiers)
      .where(eq(membershipTiers.code, code));
    if (!known) throw new NotFound('tier', code);
    throw new Refused(
      'Someone else changed this tier a moment ago, or you may not change tiers. Reload the page to see it as it is now.',
    );
  }
  await recordAdminAction(
    tx,
    { action: 'memberships.tier', targetTable: 'membership_tiers', targetId: code },
    { tier: facts.name, description: facts.description },
  );
}

const added = computed({ id: 'string | null' });

/**
 * Adds the account and the term of a new member, without a password, and returns the account's id. Undefined if the address got an
 * account in the meantime.
 * @throws Refused for a member whom `judgeNewMember` rejects.
 */
export async function insertMember(
  { sql: run }: WriteTransaction,
  who: Newcomer,
): Promise<string | undefined> {
  const [row] = await rowsOf(run, added)`
    select add_member(${who.email}, ${who.firstName}, ${who.lastName}, ${who.company || null}, ${who.phone ?? null},
      ${who.licenseNumber ?? null}, ${who.tierCode}, ${who.startsOn}::date,
      ${lastDayOf(run, who)}, ${who.basis},
      ${who.note || null}) as id`;
  return row?.id ?? undefined;
}

/**
 * Adds a member by hand, and returns the account's id. Nobody makes a password: with `sendsWelcome` the member gets a link to choose
 * one. `portal` is the portal's own address.
 * @throws InvalidInput by field, and Refused for somebody who is a member already.
 */
export async function addMemberByHand(
  tx: WriteTransaction,
  { sendsWelcome, portal, ...who }: AddMemberInput & { portal: string },
): Promise<string> {
  const { verdict, field, reason } = await judgeNewMember(tx, who);
  if (verdict === 'KNOWN') throw new InvalidInput('email', 'belongs to a member already');
  if (verdict === 'REJECTED') throw new InvalidInput(field ?? 'email', reason ?? 'can’t be used');
  const userId = await insertMember(tx, who);
  if (!userId) throw new InvalidInput('email', 'belongs to an account already');
  await recordAdminAction(
    tx,
    {
      action: 'memberships.add',
      targetUserId: userId,
      targetTable: 'memberships',
      ...(who.note ? { reason: who.note } : {}),
    },
    { tier: who.tierCode, from: who.startsOn, until: who.endsOn ?? `${who.years} years`, basis: who.basis },
  );
  if (sendsWelcome) await sendLetter(tx, { userId, email: who.email }, 'member-added', { origin: portal });
  return userId;
}

/**
 * Sends a member who has no password yet the link to choose one, again or for the first time.
 * @throws NotFound, Refused for somebody who has confirmed the address.
 */
export async function welcomeMember(
  tx: WriteTransaction,
  { userId, portal }: { userId: string; portal: string },
): Promise<void> {
  const [person] = await tx.orm
    .select({ ...addresseeColumns, verifiedAt: users.emailVerifiedAt, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) throw new NotFound('account', userId);
  if (person.verifiedAt || !['ACTIVE', 'LAPSED'].includes(person.status)) {
    throw new Refused('This person has chosen a password already.');
  }
  await recordAdminAction(tx, { action: 'memberships.welcome', targetUserId: userId });
  await sendLetter(tx, person, 'member-added', { origin: portal });
}
