import { type Bounds, readBounds } from '@namc/inputs/bounds';
import { toMeters } from '@namc/inputs/miles';
import type { ProjectFilters } from '@namc/inputs/projects';
import { boxWithin } from '../../contractors/queries/conditions.ts';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { albersPointOf, findWantedPlace, type Place } from '../../places/queries.ts';
import { projects } from '../tables.ts';
import { qualifies } from './fits.ts';
import { conditionsOfWords, groupsOf } from './words.ts';

/** The end of the bidding; a project without a deadline has none. Indexes have it: the policies keep `coalesce` from an index. */
export const biddingEnd = (sql: Transaction['sql']): Fragment =>
  sql`(case when p.deadline_at is null then 'infinity' else p.deadline_at end)`;

/** The conditions of which one holds for a project that is open for bids, or was. Each has an index. Nobody finds a draft. */
export const statesOf = (sql: Transaction['sql'], state: ProjectFilters['state']): Fragment[] =>
  state === 'open'
    ? [sql`p.status in ('PUBLISHED', 'BIDDING_OPEN') and ${biddingEnd(sql)} > now()`]
    : [
        sql`p.status in ('CLOSED', 'AWARDED', 'CANCELLED')`,
        sql`p.status in ('PUBLISHED', 'BIDDING_OPEN') and ${biddingEnd(sql)} <= now()`,
      ];

/** The condition that a project is open for bids, or was. */
export const isInState = (sql: Transaction['sql'], state: ProjectFilters['state']): Fragment => {
  const [first = sql`false`, ...others] = statesOf(sql, state);
  return others.length === 0 ? first : sql`(${others.reduce((all, one) => sql`${all} or ${one}`, first)})`;
};

/** The distance from a place in meters. The order of an index begins with the nearest. */
export const metersFrom = (sql: Transaction['sql'], place: Place): Fragment =>
  sql`(p.albers::point <-> (${albersPointOf(sql, place)})::point)`;

/** More projects than this are found sooner in the order of the list. */
const mostOfFew = 400;

/**
 * The ids of the projects for which the conditions with an index of their own hold, as an array: null if they are many. Undefined
 * without such a condition. It is in an object: awaited alone, it would run.
 */
export function fewOf(
  sql: Transaction['sql'],
  input: ProjectFilters,
  place: Place | undefined,
): { ids: Fragment | undefined } {
  const said = groupsOf(sql, input.q);
  const area = input.bounds && readBounds(input.bounds);
  if (said.trades.length === 0 && input.work === undefined && !place && !area) return { ids: undefined };
  const near = place ? albersPointOf(sql, place) : sql`null`;
  return {
    ids: sql`few_projects(${input.state === 'open'}, ${said.words}, ${said.trades}::text[], ${input.work ?? null}, ${near},
      ${toMeters(input.miles)}::float8, (${area ? boxWithin(sql, area) : sql`null`})::box, ${mostOfFew})`,
  };
}

/** The condition that a map shows a project in a rectangle of degrees, or a little beside it. */
export const isInBox = (sql: Transaction['sql'], window: Bounds): Fragment =>
  sql`p.albers::point <@ (${boxWithin(sql, window)})::box`;

/**
 * The conditions of a search, as SQL that begins with a condition; `rest` are those beside the state, and begins with `and`. The
 * reader is the acting person unless a saved search says whose it is. They are in an object: awaited alone, they would run.
 */
export function conditionsOf(
  { sql }: Transaction,
  input: ProjectFilters,
  place: Place | undefined,
  reader: Fragment = sql`current_user_id()`,
): { holds: Fragment; rest: Fragment } {
  const { hold } = conditionsOfWords(sql, input.q);
  const nothing = sql``;
  const area = input.bounds && readBounds(input.bounds);
  const rest = sql`
    ${hold.reduce((all, condition) => sql`${all} and ${condition}`, nothing)}
    ${input.category ? sql`and p.category = ${input.category}` : nothing}
    ${input.work ? sql`and p.skills_required @> array[${input.work}]::text[]` : nothing}
    ${input.county ? sql`and p.county = ${input.county}` : nothing}
    ${input.budget ? sql`and p.budget_max_cents >= ${input.budget * 100}::bigint` : nothing}
    ${input.dueDays ? sql`and p.deadline_at <= now() + make_interval(days => ${input.dueDays}::int)` : nothing}
    ${input.goal ? sql`and jsonb_exists(p.goals, ${input.goal})` : nothing}
    ${input.isPublicWorks ? sql`and p.is_public_works` : nothing}
    ${input.isQualified ? sql`and ${qualifies(sql, reader)}` : nothing}
    ${
      input.isFollowed
        ? sql`and exists (select from project_follows f where f.project_id = p.id and f.user_id = ${reader})`
        : nothing
    }
    ${
      input.isInOwnArea
        ? sql`and exists (
            select from company_people m join companies c on c.id = m.company_id
            where m.user_id = ${reader}
              and (p.county = any (c.service_counties)
                or ST_DWithin(p.coordinates, c.coordinates, c.service_radius_meters)))`
        : nothing
    }
    ${
      place
        ? sql`and p.albers is not null
            and ${metersFrom(sql, place)} <= ${toMeters(input.miles)}::float8`
        : nothing
    }
    ${
      area
        ? sql`and ${isInBox(sql, area)} and ST_X(p.coordinates::geometry) between ${area[0]}::float8 and ${area[2]}::float8
            and ST_Y(p.coordinates::geometry) between ${area[1]}::float8 and ${area[3]}::float8`
        : nothing
    }`;
  return { holds: sql`${isInState(sql, input.state)} ${rest}`, rest };
}

const match = pick(projects, ['id'], 'p');

/**
 * The ids of all projects that somebody’s saved search finds, the newest first; none for a place that the portal no longer knows.
 * Undefined if there are more than `most`.
 */
export async function listProjectMatches(
  tx: Transaction,
  filters: ProjectFilters,
  { userId, most }: { userId: string; most: number },
): Promise<string[] | undefined> {
  const { sql } = tx;
  let place: Place | undefined;
  try {
    place = await findWantedPlace(tx, filters.near);
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
  const { holds } = conditionsOf(tx, filters, place, sql`${userId}::uuid`);
  const rows = await rowsOf(sql, match)`
    select ${match(sql)} from projects p where ${holds} order by p.id desc limit ${most + 1}`;
  return rows.length > most ? undefined : rows.map(({ id }) => id);
}
