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
    select distinct ${person(sql)} from ${clock(sql)}
    join membership_tiers t on t.covers_people
    join memberships m on m.tier_code = t.code and m.status <> 'CANCELLED' and m.starts_on <= today
      and m.ends_on + membership_grace_days() >= today
    join company_people coverer on coverer.user_id = m.user_id
    join company_people p on p.company_id = coverer.company_id
    join users u on u.id = p.user_id and u.status in ('ACTIVE', 'LAPSED')
    where not exists (select from membership_coverings v where v.user_id = u.id and v.ends_on is null)
      and exists (select from covering_of(u.id, today) found where found.standing is not null)
    order by 1`;
  return people.map(({ userId }) => userId);
}

/** People who were covered and aren’t any more, and who were not told. For the system. */
export async function listCoveringsToEnd({ sql }: Transaction): Promise<string[]> {
  const people = await rowsOf(sql, covered)`
    select ${covered(sql)} from ${clock(sql)} join membership_coverings v on v.ends_on is null
    where not exists (select from covering_of(v.user_id, today) found where found.standing is not null)
    order by 1`;
  return people.map(({ userId }) => userId);
}
