import type { Fragment } from '../../engine/connection.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { firmsWhere, isInAreaOf, meetsNeeds } from '../../projects/queries/fits.ts';
import { isOpen } from '../../projects/queries/matches.ts';

/**
 * Notes the open projects among `projects` that a firm of one of the `people` can bid on and works at, each pair once for all time. A
 * project without a place is everywhere. A pair of the class or skill of a firm and of a project comes from a join, so that all members
 * with all projects are one statement too.
 */
async function note(
  { sql }: WriteTransaction,
  { people, projects, isQuiet }: { people: Fragment; projects: Fragment; isQuiet: boolean },
): Promise<void> {
  await sql`
    with people as materialized (select m.user_id, m.company_id from company_people m where m.role <> 'BILLING' and ${people}),
    open as materialized (select * from projects p where ${isOpen(sql)} and ${projects}),
    wanted as materialized (select id, unnest(skills_required) as code from open),
    codes as materialized (select array_agg(distinct code) as every from wanted),
    offered as (
      select people.user_id, people.company_id, code
      from people join companies c on c.id = people.company_id join california_contractors l on l.license_number = c.license_number
        cross join unnest(l.classifications) code
      where code = any ((select every from codes)::text[])
      union
      select people.user_id, people.company_id, s.skill_code
      from people join company_people other on other.company_id = people.company_id join user_skills s on s.user_id = other.user_id
      where s.skill_code = any ((select every from codes)::text[])
    ),
    pairs as materialized (select distinct id, user_id, company_id from wanted join offered using (code)),
    own as materialized (
      ${firmsWhere(sql, sql`(m.user_id, m.company_id) in (select user_id, company_id from pairs)`)})
    insert into project_matches (user_id, project_id, told_at)
    select found.user_id, found.id, case when ${isQuiet}::boolean or k.notify = 'OFF' then now() end
    from (
      select distinct own.user_id, p.id
      from pairs join open p on p.id = pairs.id join own on own.user_id = pairs.user_id and own.company_id = pairs.company_id
      where ${meetsNeeds(sql)}
        and (coalesce(${isInAreaOf(sql, sql`own`)}, true) or (p.county is null and p.coordinates is null))
        and p.owner_id is distinct from own.user_id
        and not exists (select from company_people mine where mine.user_id = own.user_id and mine.company_id = p.company_id)
        and not exists (select from project_matches known where known.user_id = own.user_id and known.project_id = p.id)
    ) found join match_choices k on k.user_id = found.user_id
    on conflict do nothing`;
}

const hasBegun = (sql: WriteTransaction['sql']): Fragment => sql`exists (
  select from users u join match_choices k on k.user_id = u.id
  where u.id = m.user_id and u.status = 'ACTIVE' and k.began_at is not null)`;

/** So many people are matched with all projects in one transaction. */
const begunAtOnce = 500;

/**
 * Notes the present matches of the active members whom the portal has not looked at yet as known: they are no news. It takes 500 of them,
 * and returns how many. For the system.
 */
export async function beginMatching(tx: WriteTransaction): Promise<number> {
  const { sql } = tx;
  const begun = await sql<{ user_id: string }[]>`
    insert into match_choices (user_id, began_at)
    select u.id, now() from users u
    where u.status = 'ACTIVE' and not exists (select from match_choices k where k.user_id = u.id and k.began_at is not null)
    order by u.id limit ${begunAtOnce}
    on conflict (user_id) do update set began_at = now() where match_choices.began_at is null
    returning user_id`;
  if (begun.length === 0) return 0;
  const ids = begun.map((row) => row.user_id);
  await note(tx, { people: sql`m.user_id = any (${ids}::uuid[])`, projects: sql`true`, isQuiet: true });
  return begun.length;
}

/**
 * Notes new matches: of one project with all members, of the people of one company with all open projects, or of some people with all.
 * `isQuiet`
 * is for a first load of licenses and an import that was undone: what they bring is no news. For the system.
 */
export async function noteMatches(
  tx: WriteTransaction,
  {
    projectId,
    companyId,
    userIds,
    isQuiet = false,
  }: {
    projectId?: string | undefined;
    companyId?: string | undefined;
    userIds?: string[] | undefined;
    isQuiet?: boolean;
  },
): Promise<void> {
  const { sql } = tx;
  await note(tx, {
    people: sql`${hasBegun(sql)} ${
      companyId
        ? sql`and m.user_id in (select other.user_id from company_people other where other.company_id = ${companyId}::uuid)`
        : sql``
    } ${userIds ? sql`and m.user_id = any (${userIds}::uuid[])` : sql``}`,
    projects: projectId ? sql`p.id = ${projectId}::uuid` : sql`true`,
    isQuiet,
  });
}
