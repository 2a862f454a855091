import { companies } from '../../companies/tables.ts';
import { californiaDay } from '../../contractors/standing/california-day.ts';
import { exemptionEnd, isExempt } from '../../contractors/standing/exemption.ts';
import { inGoodStanding } from '../../contractors/standing/standing-group.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';

/** The companies of a person with all that a project is compared with. The standing of the license is today’s. */
export const firmsOf = (sql: Transaction['sql'], reader: Fragment): Fragment =>
  firmsWhere(sql, sql`m.user_id = ${reader}`);

/** The companies of the people `m` for whom a condition holds, once for each person. */
export const firmsWhere = (sql: Transaction['sql'], holds: Fragment): Fragment => sql`
  select m.user_id, m.role, m.company_id, c.name, c.coordinates, c.service_counties, c.service_radius_meters, c.bonding_single_cents,
    array(
      select unnest(classifications) from california_contractors where license_number = c.license_number) as classes,
    exists (
      select from california_contractors
      where license_number = c.license_number and ${inGoodStanding(sql, californiaDay(new Date()))}) as is_good,
    array(
      select s.skill_code from user_skills s join company_people other on other.user_id = s.user_id
      where other.company_id = m.company_id) as skills
  from company_people m join companies c on c.id = m.company_id
  where ${holds}`;

/** The condition that a row `own` of `firmsOf` has what the project `p` needs. */
export const meetsNeeds = (sql: Transaction['sql']): Fragment => sql`
  (p.skills_required && own.classes or p.skills_required && own.skills)
  and (own.is_good or not exists (select from unnest(p.skills_required) code where code ~ '^[A-Z]'))
  and (not p.needs_dir_registration or exists (
    select from certifications t
    where t.company_id = own.company_id and t.kind = 'DIR' and t.verification in ('OPEN', 'VERIFIED')
      and coalesce(t.expires_on >= (p.deadline_at at time zone 'America/Los_Angeles')::date, t.replacement_id is null)))`;

/**
 * The condition that a project is another’s, and that one of the reader’s companies has what it needs: one of its classes or skills, a license in good
 * standing today where it asks for a class, and the DIR registration on the day of the deadline. The page of the project looks at the
 * license on that day too (`listFits`).
 */
export const qualifies = (sql: Transaction['sql'], reader: Fragment): Fragment => sql`(
  p.owner_id is distinct from ${reader}
  and not exists (select from company_people m where m.user_id = ${reader} and m.company_id = p.company_id)
  and exists (select from (${firmsOf(sql, reader)}) own where ${meetsNeeds(sql)}))`;

/** True for a project `p` in the service area of a company, and null for a company that names none. */
export const isInAreaOf = (sql: Transaction['sql'], company: Fragment): Fragment => sql`
  case when ${company}.service_counties <> '{}' or ${company}.service_radius_meters is not null then
    coalesce(p.county = any (${company}.service_counties), false)
      or coalesce(ST_DWithin(p.coordinates, ${company}.coordinates, ${company}.service_radius_meters), false) end`;

const bidDay = computed({ day: 'string' });
const company = pick(companies, ['id', 'name', 'licenseNumber', 'bondingSingleCents'], 'c');
const fit = computed({
  /** The wanted classes of the license, and the wanted skills of people that the reader may see. */
  has: 'string[]',
  isInGoodStanding: 'boolean',
  /** True for a license that is exempt from workers’ compensation on the day. */
  isExempt: 'boolean',
  /** True where the license is exempt from workers’ compensation, and no exemption counts for its classes on the day. */
  isExemptionOver: 'boolean',
  /** The end of the firm’s own time, if it is later than the deadline and not over. */
  exceptionUntil: 'Date | null',
  meters: 'number | null',
  /** Null for a company that names no service area. */
  isInArea: 'boolean | null',
  /** The kinds of certifications that the company holds on the day. */
  certificates: 'string[]',
  /** True if a term, or a colleague’s that covers, lasts until then and no pause holds it. */
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
      exists (
        select from california_contractors
        where license_number = c.license_number and ${isExempt(sql)}
          and coalesce(${exemptionEnd(sql)} > ${day}::date, true)) as "isExempt",
      exists (
        select from california_contractors
        where license_number = c.license_number and ${exemptionEnd(sql)} <= ${day}::date) as "isExemptionOver",
      t.until as "exceptionUntil",
      ST_Distance(p.coordinates, c.coordinates) as meters,
      ${isInAreaOf(sql, sql`c`)} as "isInArea",
      array(
        select distinct t.kind from certifications t
        where t.company_id = c.id and coalesce(t.issued_on <= ${day}::date, true)
          and coalesce(t.expires_on >= ${day}::date, t.replacement_id is null)
          and not t.is_under_re_evaluation and t.verification in ('OPEN', 'VERIFIED')
        order by 1) as certificates,
      exists (
        select from company_people m cross join lateral covering_of(m.user_id, ${day}::date) k
        where m.company_id = c.id and case when k.company is null
          then membership_standing_of(m.user_id, ${day}::date) in ('ACTIVE', 'DUE_SOON')
          else k.company = c.id and k.standing = 'ACTIVE' end) as "isMemberThen"
    from projects p cross join companies c
    left join california_contractors l on l.license_number = c.license_number
    left join lateral (
      select until from (select own_bids_until(p.id, c.id) as until) o where until > greatest(p.deadline_at, now())) t on true
    where p.id = ${projectId}
    order by c.name, c.id`;
  return rows.map((row) => ({ ...row, day }));
}
