import { toMeters } from '@namc/inputs/miles';
import type { Fragment } from '../../engine/connection.ts';
import type { Place } from '../../places/queries.ts';
import { around, isPlaceAlone, isPlanar, matching, planarSlack } from './conditions.ts';
import type { Ordered, Position } from './ordered.ts';

/** So many of the nearest firms tell how many more have to be met. */
const probed = 500;
/** Firms that are met one after the other, if as many of them match as of the nearest. */
const mostMet = 10_000;
/** Words of fewer holders are met sooner through an index of words. */
const fewHolders = 2_000;

/**
 * True if a search is for a place, and for words or trades that many near it may have. Filters that may leave out everybody
 * there are not among them.
 */
export function mayMeetSoon({ input, meaning }: Ordered): boolean {
  const { trades, certifications, counties, businessTypes, region, bounds } = input;
  const { place, text } = meaning;
  const asksFor = trades.length > 0 || (text !== null && (text.holders ?? fewHolders) >= fewHolders);
  return (
    place !== null &&
    isPlanar(place) &&
    !isPlaceAlone(input, meaning) &&
    asksFor &&
    meaning.licensePrefix === null &&
    meaning.licenses.length === 0 &&
    meaning.counties.length === 0 &&
    bounds === undefined &&
    certifications.length + counties.length + businessTypes.length === 0 &&
    region === undefined &&
    meaning.member === undefined
  );
}

/**
 * License numbers and sort keys of the first `count` firms by distance, past the position `after`. It meets the firms
 * point by point, and at each point by license number: unlike an index of places alone, it need not read all firms at the
 * last point. Some of the nearest tell whether enough are met soon; if not, `otherwise` finds them.
 */
export function meetNearest(
  { tx, input, meaning, order }: Ordered,
  place: Place,
  count: number,
  { after, otherwise }: { after: Position | undefined; otherwise: (isWanted: Fragment) => Fragment },
): Fragment {
  const { sql } = tx;
  const [key, licenseNumber] = after ?? [];
  const matches = matching(sql, input, meaning);
  const points = sql`(
    select albers as point, ${order.key} as sort_key from contractor_points
    where ${around(sql, place, toMeters(meaning.miles) * planarSlack)}
      and ${after ? sql`${order.key} >= ${key ?? 0}::float8` : sql`true`}
    order by ${order.key}
  ) points`;
  const past = after
    ? sql`(points.sort_key, license_number) > (${key ?? 0}::float8, ${licenseNumber ?? ''})`
    : sql`true`;
  return sql`
    with probe as materialized (
      select count(*) < ${probed} or count(*) filter (where is_match) * ${mostMet / probed} >= ${count} as is_soon
      from (
        select is_match from ${points} cross join lateral (
          select coalesce(${matches}, false) as is_match from california_contractors
          where albers = points.point limit ${probed}
        ) firms
        limit ${probed}
      ) nearest
    )
    select license_number, sort_key from (
      select license_number, sort_key from (
        select license_number, sort_key from ${points} cross join lateral (
          select license_number from california_contractors
          where albers = points.point and ${matches} and ${past} and (select is_soon from probe)
          -- Behind a policy the planner does not know that the index has one point in this order.
          order by albers, license_number limit ${count}
        ) firms
        order by sort_key, license_number limit ${count}
      ) met
      union all
      select license_number, sort_key from (${otherwise(sql`not (select is_soon from probe)`)}) others
    ) found
    order by sort_key, license_number limit ${count}`;
}
