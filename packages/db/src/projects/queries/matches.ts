import type { ListMatchesInput } from '@namc/inputs/projects';
import { companies } from '../../companies/tables.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { projects } from '../tables.ts';
import { biddingEnd } from './conditions.ts';
import { certificateCounts, firmsOf, isInAreaOf, meetsNeeds } from './fits.ts';

const item = pick(
  projects,
  [
    'id',
    'title',
    'category',
    'city',
    'county',
    'deadlineAt',
    'deadlineTimeZone',
    'siteWalkAt',
    'isSiteWalkMandatory',
  ],
  'p',
);
/** The reader’s firm that the project fits best. */
const firm = pick(companies, { company: 'name' }, 'best');
const reasons = computed({
  /** The classes and skills that the project wants and the firm has. */
  has: 'string[]',
  /** The distance from the firm; null if one of the two has no place. */
  meters: 'number | null',
  /** Null for a firm that names no service area. */
  isInArea: 'boolean | null',
  /** True if the firm’s bond for one job reaches the budget; null if either is unknown. */
  isBonded: 'boolean | null',
  /** The kinds of certifications of the firm that count toward the project’s goals. */
  countsToward: 'string[]',
  secondsLeft: 'number | null',
});

/** An open project that a firm of the reader can bid on, with the reasons. Distances are in meters. */
export type ProjectMatch = RowOf<typeof item> & RowOf<typeof firm> & RowOf<typeof reasons>;

/** True for an open project `p`. */
export const isOpen = (sql: Transaction['sql']): Fragment =>
  sql`p.status in ('PUBLISHED', 'BIDDING_OPEN') and ${biddingEnd(sql)} > now()`;

/** The open projects that a firm of the reader can bid on, but for those where `isLeftOut` holds. */
const matchesOf = (
  sql: Transaction['sql'],
  reader: Fragment,
  { among, isLeftOut, limit }: { among: Fragment; isLeftOut: Fragment; limit: number },
) => rowsOf(sql, item, firm, reasons)`
    with own as materialized (${firmsOf(sql, reader)})
    select ${item(sql)}, ${firm(sql)}, best.has, best.meters, best."isInArea", best."isBonded", best."countsToward",
      floor(extract(epoch from p.deadline_at - now()))::float8 as "secondsLeft"
    from projects p cross join lateral (
      select own.name,
        array(
          select code from unnest(p.skills_required) with ordinality wanted (code, place)
          where code = any (own.classes || own.skills) order by place) as has,
        ST_Distance(p.coordinates, own.coordinates) as meters,
        ${isInAreaOf(sql, sql`own`)} as "isInArea",
        own.bonding_single_cents >= p.budget_max_cents as "isBonded",
        array(
          select distinct t.kind from certifications t
          where t.company_id = own.company_id and jsonb_exists(p.goals, t.kind) and ${certificateCounts(sql)}
          order by 1) as "countsToward"
      from own where ${meetsNeeds(sql)}
      order by 4 desc nulls last, 3, own.name, own.company_id limit 1
    ) best
    where ${isOpen(sql)} and ${among}
      and p.owner_id is distinct from ${reader}
      and (p.company_id is null or p.company_id not in (select company_id from own))
      and not exists (
        select from project_applications b where b.project_id = p.id and b.company_id in (select company_id from own))
      and not ${isLeftOut}
    order by best."isInArea" desc nulls last, best.meters, p.deadline_at, p.id limit ${limit}`;

/**
 * Those of some projects that a firm of a person can bid on now, as `listMatches` has them. For the system.
 */
export async function listMatchesAmong(
  { sql }: Transaction,
  { userId, projectIds }: { userId: string; projectIds: string[] },
): Promise<ProjectMatch[]> {
  return matchesOf(sql, sql`${userId}::uuid`, {
    among: sql`p.id = any (${projectIds}::uuid[])`,
    isLeftOut: sql`p.id in (select project_id from unwanted_projects(${userId}))`,
    limit: projectIds.length,
  });
}

/**
 * Open projects that one of the acting person’s firms can bid on (`qualifies`), those in its service area first, then the nearest.
 * Projects of the person’s own, those that a firm of theirs has bid on, and those that it does not want are left out.
 */
export async function listMatches(
  { sql }: Transaction,
  { limit }: ListMatchesInput,
): Promise<ProjectMatch[]> {
  return matchesOf(sql, sql`current_user_id()`, {
    among: sql`true`,
    isLeftOut: sql`exists (
      select from project_interests i
      where i.project_id = p.id and i.stance = 'NOT_BIDDING' and i.company_id in (select company_id from own))`,
    limit,
  });
}
