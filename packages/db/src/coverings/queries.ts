import { companies } from '../companies/tables.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { users } from '../members/tables.ts';
import { clock } from '../memberships/queries/standing.ts';
import { membershipCoverings } from './tables.ts';

const firm = pick(companies, { company: 'name' }, 'c');
const shownThrough = computed({ through: 'string' });

/** The company in which a colleague’s term covers somebody, and that term’s last day. For staff and the system. */
export async function findCovering(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<(RowOf<typeof firm> & RowOf<typeof shownThrough>) | undefined> {
  const [covering] = await rowsOf(sql, firm, shownThrough)`
    select ${firm(sql)}, covering.through::text as through
    from ${clock(sql)} cross join lateral covering_of(${userId}::uuid, today) covering join companies c on c.id = covering.company`;
  return covering;
}

const person = pick(users, { userId: 'id' }, 'u');
const covered = pick(membershipCoverings, ['userId'], 'v');

/** People whom a colleague’s term covers, and who were not told. For the system. */
export async function listPeopleToCover({ sql }: Transaction): Promise<string[]> {
  const people = await rowsOf(sql, person)`
    -- A person whose own term is far from its end needs no covering, so that the function is not asked.
    with possible as materialized (
    select distinct p.user_id, today from ${clock(sql)}
    join membership_tiers t on t.covers_people
    join memberships m on m.tier_code = t.code and m.status <> 'CANCELLED' and m.starts_on <= today
      and m.ends_on + membership_grace_days() >= today
    join company_people coverer on coverer.user_id = m.user_id
    join company_people p on p.company_id = coverer.company_id and p.user_id <> coverer.user_id
    where not exists (select from membership_coverings v where v.user_id = p.user_id and v.ends_on is null)
      and not exists (
        select from memberships own where own.user_id = p.user_id and own.status <> 'CANCELLED'
          and own.starts_on <= today and own.ends_on > today + membership_due_soon_days()))
    select ${person(sql)} from possible p join users u on u.id = p.user_id and u.status in ('ACTIVE', 'LAPSED')
    where exists (select from covering_of(u.id, today) found where found.standing is not null)
    order by 1`;
  return people.map(({ userId }) => userId);
}

/** People who were covered and aren’t any more, and who were not told. For the system. */
export async function listCoveringsToEnd({ sql }: Transaction): Promise<string[]> {
  const people = await rowsOf(sql, covered)`
    -- Somebody whose own term is no more than about to end stays covered while a colleague’s term runs and no pause does. The function
    -- decides about the others.
    with doubtful as materialized (
    select ${covered(sql)}, today from ${clock(sql)} join membership_coverings v on v.ends_on is null
    where exists (
        select from memberships own where own.user_id = v.user_id and own.status <> 'CANCELLED'
          and own.ends_on > today + membership_due_soon_days())
      or not exists (
        select from company_people p
        join company_people other on other.company_id = p.company_id and other.user_id <> p.user_id
        join users u on u.id = other.user_id and u.status = 'ACTIVE'
        join memberships m on m.user_id = u.id and m.status <> 'CANCELLED' and today between m.starts_on and m.ends_on
        join membership_tiers t on t.code = m.tier_code and t.covers_people
        where p.user_id = v.user_id and not exists (
          select from membership_pauses rest where rest.user_id = u.id and today between rest.starts_on and rest.ends_on)))
    select v."userId" from doubtful v
    where not exists (select from covering_of(v."userId", today) found where found.standing is not null)
    order by 1`;
  return people.map(({ userId }) => userId);
}
