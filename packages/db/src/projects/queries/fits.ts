import { eq } from 'drizzle-orm';
import { companies } from '../../companies/tables.ts';
import { exemptionEnd, isExempt } from '../../contractors/standing/exemption.ts';
import { inGoodStanding } from '../../contractors/standing/standing-group.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { projects } from '../tables.ts';

/** The companies of a person with all that a project is compared with. */
export const firmsOf = (sql: Transaction['sql'], reader: Fragment): Fragment =>
  firmsWhere(sql, sql`m.user_id = ${reader}`);

/** The companies of the people `m` for whom a condition holds, once for each person. */
export const firmsWhere = (sql: Transaction['sql'], holds: Fragment): Fragment => sql`
  select m.user_id, m.role, c.name, c.coordinates, c.service_counties, c.service_radius_meters, c.bonding_single_cents, ${offered(sql)}
  from company_people m join companies c on c.id = m.company_id
  where ${holds}`;

/** The offer of a company `c`, as columns: its license, the classes of the license, and the skills of its people. */
const offered = (sql: Transaction['sql']): Fragment => sql`
  c.id as company_id, c.license_number,
  array(
    select unnest(classifications) from california_contractors where license_number = c.license_number) as classes,
  array(
    select s.skill_code from user_skills s join company_people other on other.user_id = s.user_id
    where other.company_id = c.id) as skills`;

/** The day of the deadline of a project `p` in California; today without a deadline. */
const bidDayOf = (sql: Transaction['sql']): Fragment =>
  sql`to_char(coalesce(p.deadline_at, now()) at time zone 'America/Los_Angeles', 'YYYY-MM-DD')`;

/** The condition that a row `t` of certifications counts on the day of the deadline of a project `p`. */
export const certificateCounts = (sql: Transaction['sql']): Fragment => sql`(
  t.verification in ('OPEN', 'VERIFIED') and not t.is_under_re_evaluation
  and coalesce(t.issued_on <= ${bidDayOf(sql)}::date, true)
  and coalesce(t.expires_on >= ${bidDayOf(sql)}::date, t.replacement_id is null))`;

/** The condition that an exemption of a license does not count on the day of the deadline of a project `p`. */
const isExemptionOver = (sql: Transaction['sql']): Fragment =>
  sql`coalesce(${exemptionEnd(sql)} <= ${bidDayOf(sql)}::date, false)`;

/**
 * The condition that a firm `own` has what a project `p` needs, as far as the portal knows it now: one of the wanted classes or skills; where
 * the project asks for a class, a license that on the day of the deadline is in good standing and not beyond its exemption from
 * workers’ compensation; and the DIR registration on that day.
 */
export const meetsNeeds = (sql: Transaction['sql']): Fragment => sql`
  (p.skills_required && own.classes or p.skills_required && own.skills)
  and (not exists (select from unnest(p.skills_required) code where code ~ '^[A-Z]') or exists (
    select from california_contractors
    where license_number = own.license_number and not ${isExemptionOver(sql)} and ${inGoodStanding(sql, bidDayOf(sql))}))
  and (not p.needs_dir_registration or exists (
    select from certifications t where t.company_id = own.company_id and t.kind = 'DIR' and ${certificateCounts(sql)}))`;

/** The condition that a project is another’s, and that one of the reader’s companies, read once, has what it needs (`meetsNeeds`). */
export const qualifies = (sql: Transaction['sql'], reader: Fragment): Fragment => sql`(
  p.owner_id is distinct from ${reader}
  and not exists (select from company_people m where m.user_id = ${reader} and m.company_id = p.company_id)
  and exists (with own as materialized (${firmsOf(sql, reader)}) select from own where ${meetsNeeds(sql)}))`;

/** True for a project `p` in the service area of a company, and null for a company that names none. */
export const isInAreaOf = (sql: Transaction['sql'], company: Fragment): Fragment => sql`
  case when ${company}.service_counties <> '{}' or ${company}.service_radius_meters is not null then
    coalesce(p.county = any (${company}.service_counties), false)
      or coalesce(ST_DWithin(p.coordinates, ${company}.coordinates, ${company}.service_radius_meters), false) end`;

const company = pick(companies, ['id', 'name', 'licenseNumber', 'bondingSingleCents'], 'c');
const fit = computed({
  /** The day of the deadline in California. */
  day: 'string',
  /** True if the company has all that the project needs. */
  isQualified: 'boolean',
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

/** The conditions of a project that a company fulfills on `day`. */
export type Fit = RowOf<typeof company> & RowOf<typeof fit>;

/**
 * Compares a project with all companies that the reader may read: the acting member's own, or every member firm for the system. The
 * standing of a license, certifications and memberships are those of the day of the deadline, as far as the portal knows them now.
 * @throws NotFound for an unknown project and another person's draft.
 */
export async function listFits(
  { sql, orm }: Transaction,
  { projectId }: { projectId: string },
): Promise<Fit[]> {
  const [asked] = await orm.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId));
  if (!asked) throw new NotFound('project', projectId);
  return rowsOf(sql, company, fit)`
    select ${company(sql)}, ${bidDayOf(sql)} as day, coalesce(${meetsNeeds(sql)}, false) as "isQualified",
      array(
        select code from unnest(p.skills_required) with ordinality wanted (code, place)
        where code = any (own.classes || own.skills) order by place) as has,
      exists (
        select from california_contractors
        where license_number = c.license_number and ${inGoodStanding(sql, bidDayOf(sql))}) as "isInGoodStanding",
      exists (
        select from california_contractors
        where license_number = c.license_number and ${isExempt(sql)} and not ${isExemptionOver(sql)}) as "isExempt",
      exists (
        select from california_contractors
        where license_number = c.license_number and ${isExemptionOver(sql)}) as "isExemptionOver",
      t.until as "exceptionUntil",
      ST_Distance(p.coordinates, c.coordinates) as meters,
      ${isInAreaOf(sql, sql`c`)} as "isInArea",
      array(
        select distinct t.kind from certifications t where t.company_id = c.id and ${certificateCounts(sql)} order by 1) as certificates,
      exists (
        select from company_people m cross join lateral covering_of(m.user_id, ${bidDayOf(sql)}::date) k
        where m.company_id = c.id and case when k.company is null
          then membership_standing_of(m.user_id, ${bidDayOf(sql)}::date) in ('ACTIVE', 'DUE_SOON')
          else k.company = c.id and k.standing = 'ACTIVE' end) as "isMemberThen"
    from projects p cross join companies c
    cross join lateral (select ${offered(sql)}) own
    left join lateral (
      select until from (select own_bids_until(p.id, c.id) as until) o where until > greatest(p.deadline_at, now())) t on true
    where p.id = ${projectId}
    order by c.name, c.id`;
}
