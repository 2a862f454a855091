import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';

const begun = computed({ company: 'string', through: 'string' });
const ended = computed({ company: 'string', ownLastDay: 'string | null', isLapsed: 'boolean' });

/**
 * Notes that a colleague’s term covers somebody now, makes a lapsed account active, and writes the person a letter. Nothing for somebody
 * who is not covered, or whose covering is noted already. `origin` is the portal's own address. For the system.
 */
export async function beginCovering(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  // A renewal holds this row until its term is there. The next statement sees the term.
  await tx.sql`select from users where id = ${userId} for update`;
  const [covering] = await rowsOf(tx.sql, begun)`
    with clock as (select (now() at time zone 'America/Los_Angeles')::date as today),
    found as (
      select u.id, found.* from clock join users u on u.id = ${userId} and u.status in ('ACTIVE', 'LAPSED')
      cross join lateral covering_of(u.id, today) found where found.standing is not null),
    noted as (
      insert into membership_coverings (user_id, company_id, covered_by, starts_on)
      select id, company, colleague, today from found, clock
      on conflict (user_id) where ends_on is null do nothing returning user_id),
    lifted as (
      update users set status = 'ACTIVE' from noted where users.id = noted.user_id and users.status = 'LAPSED')
    select c.name as company, found.through::text as through
    from noted join found on found.id = noted.user_id join companies c on c.id = found.company`;
  const person = covering && (await findAddressee(tx, userId));
  if (!person) return;
  await sendLetter(tx, person, 'membership-covered', { origin, ...covering });
}

/**
 * Notes that nobody’s term covers somebody any more. Without a term of their own the account lapses, unless it has a role. The person gets
 * a letter either way. Nothing for somebody who is still covered. `origin` is the portal's own address. For the system.
 */
export async function endCovering(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  await tx.sql`select from users where id = ${userId} for update`;
  const [covering] = await rowsOf(tx.sql, ended)`
    with clock as (select (now() at time zone 'America/Los_Angeles')::date as today),
    over as (
      update membership_coverings v set ends_on = today from clock
      where v.user_id = ${userId} and v.ends_on is null
        and not exists (select from covering_of(v.user_id, today) found where found.standing is not null)
      returning v.user_id, v.company_id, own_term_standing(v.user_id, today) as standing,
        membership_last_day(v.user_id, today) as last_day),
    lapsed as (
      update users set status = 'LAPSED' from over
      where users.id = over.user_id and users.status = 'ACTIVE' and over.standing in ('NONE', 'LAPSED')
        and not exists (select from user_roles held where held.user_id = users.id and (held.expires_at is null or held.expires_at > now()))
      returning users.id)
    select coalesce(c.name, 'your company') as company, exists (select from lapsed) as "isLapsed",
           case when standing not in ('NONE', 'LAPSED') then last_day::text end as "ownLastDay"
    from over left join companies c on c.id = over.company_id`;
  const person = covering && (await findAddressee(tx, userId));
  if (!person) return;
  const { company, ownLastDay, isLapsed } = covering;
  if (isLapsed) await sendLetter(tx, person, 'covering-ended', { origin, company });
  else if (ownLastDay)
    await sendLetter(tx, person, 'covering-ended-own-term', { origin, company, ownLastDay });
}
