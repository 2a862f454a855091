import { companies } from '../../companies/tables.ts';
import { inGoodStanding } from '../../contractors/standing/standing-group.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';

const bidDay = computed({ day: 'string' });
const company = pick(companies, ['id', 'name', 'licenseNumber', 'bondingSingleCents'], 'c');
const fit = computed({
  /** The wanted classes of the license, and the wanted skills of people that the reader may see. */
  has: 'string[]',
  isInGoodStanding: 'boolean',
  meters: 'number | null',
  /** Null for a company that names no service area. */
  isInArea: 'boolean | null',
  /** The kinds of certifications that the company holds on the day. */
  certificates: 'string[]',
  isMemberThen: 'boolean',
});

/** The conditions of a project that a company fulfills on `day`, the day of the deadline in California. */
export type Fit = RowOf<typeof company> & RowOf<typeof fit> & RowOf<typeof bidDay>;

/**
 * Compares a project with all companies that the reader may read: the acting member's own, or every member firm for the system. The
 * standing of a license, certifications and memberships are those of the day of the deadline, as far as the portal knows them now.
 * @throws NotFound for an unknown project and another person's draft.
 */
export async function listFits({ sql }: Transaction, { projectId }: { projectId: string }): Promise<Fit[]> {
  const [asked] = await rowsOf(sql, bidDay)`
    select to_char(coalesce(deadline_at, now()) at time zone 'America/Los_Angeles', 'YYYY-MM-DD') as day
    from projects where id = ${projectId}`;
  if (!asked) throw new NotFound('project', projectId);
  const { day } = asked;
  const rows = await rowsOf(sql, company, fit)`
    select ${company(sql)},
      array(
        select code from unnest(p.skills_required) with ordinality wanted (code, place)
        where code = any (l.classifications) or exists (
          select from user_skills s join company_people m on m.user_id = s.user_id
          where m.company_id = c.id and s.skill_code = wanted.code)
        order by place) as has,
      exists (
        select from california_contractors
        where license_number = c.license_number and ${inGoodStanding(sql, day)}) as "isInGoodStanding",
      ST_Distance(p.coordinates, c.coordinates) as meters,
      case when c.service_counties <> '{}' or c.service_radius_meters is not null then
        coalesce(p.county = any (c.service_counties), false)
          or coalesce(ST_DWithin(p.coordinates, c.coordinates, c.service_radius_meters), false) end as "isInArea",
      array(
        select distinct t.kind from certifications t
        where t.company_id = c.id and coalesce(t.issued_on <= ${day}::date, true)
          and coalesce(t.expires_on >= ${day}::date, t.replacement_id is null)
          and not t.is_under_re_evaluation and t.verification in ('OPEN', 'VERIFIED')
        order by 1) as certificates,
      exists (
        select from company_people m join memberships t on t.user_id = m.user_id
        where m.company_id = c.id and t.status = 'ACTIVE' and t.ends_on >= ${day}::date) as "isMemberThen"
    from projects p cross join companies c
    left join california_contractors l on l.license_number = c.license_number
    where p.id = ${projectId}
    order by c.name, c.id`;
  return rows.map((row) => ({ ...row, day }));
}
