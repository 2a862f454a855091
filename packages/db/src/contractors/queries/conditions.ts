import { type Bounds, readBounds } from '@namc/inputs/bounds';
import type { ContractorFilters } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import type { Position } from '../../engine/columns/geography.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { inGroup } from '../standing/standing-group.ts';
import type { Meaning } from './meaning.ts';
import { hasSaid, holdsTrades } from './text-clauses.ts';

/**
 * The area where California Albers serves as a plane: the state and its neighborhood. Within 100 miles of a center
 * in this area every point has a projected position (`california_albers`).
 */
const planar = { west: -125, east: -114, south: 32, north: 42.5 };

/**
 * The projection stretches distances by at most 0.13 % within 20 miles. At 100 miles, 3 % is a safe margin.
 */
export const planarSlack = 1.03;

/** True if a place lies in the area where California Albers serves as a plane. */
export function isPlanar({ longitude, latitude }: Position): boolean {
  const { west, east, south, north } = planar;
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

function geographyOf(sql: TransactionClient, { longitude, latitude }: Position): Fragment {
  return sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)::geography`;
}

function albersOf(sql: TransactionClient, { longitude, latitude }: Position): Fragment {
  return sql`ST_Transform(ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326), 3310)`;
}

/** Meters from the place, on the spheroid. */
export function metersFrom(sql: TransactionClient, place: Position): Fragment {
  return sql`ST_Distance(location, ${geographyOf(sql, place)})`;
}

/**
 * True if the search has no filter but a place near California. An index of bare points then serves it twenty times
 * faster than the one that also knows words: hundreds of firms share the center of a ZIP code, and only the index
 * of points packs them tightly. That index cannot estimate its matches, so it is useless when the planner must
 * choose between it and another filter's index.
 */
export function isPlaceAlone(filters: ContractorFilters, meaning: Meaning): boolean {
  const { trades, certifications, counties, businessTypes, region } = filters;
  return (
    meaning.place !== null &&
    isPlanar(meaning.place) &&
    meaning.text === null &&
    meaning.licensePrefix === null &&
    meaning.licenses.length === 0 &&
    meaning.counties.length === 0 &&
    !meaning.nothingRead &&
    filters.bounds === undefined &&
    trades.length + certifications.length + counties.length + businessTypes.length === 0 &&
    region === undefined &&
    meaning.standing === undefined &&
    meaning.member === undefined
  );
}

/**
 * Meters from the place, on the spheroid, in a statement that is planned once for all places: a subquery makes the place once,
 * and not for each row.
 */
export function metersFromOnce(sql: TransactionClient, place: Position): Fragment {
  return sql`ST_Distance(location, (select ${geographyOf(sql, place)}))`;
}

/** Distance in the plane between bare points, in meters. Like the next one it serves a statement that is planned once. */
export function pointNearness(sql: TransactionClient, place: Position): Fragment {
  return sql`albers::point <-> (select ${albersOf(sql, place)}::point)`;
}

/** Contractors in the latest file and within the square around the circle of a place. */
export function presentAround(sql: TransactionClient, place: Position, meters: number): Fragment {
  return sql`gone_at is null and albers is not null
    and albers::point <@ (select ST_Expand(${albersOf(sql, place)}, ${meters * planarSlack}::float8)::box)`;
}

/** The distance in which an index sorts: meters in the plane near California, on the spheroid elsewhere. */
export function nearness(sql: TransactionClient, place: Position): Fragment {
  return isPlanar(place)
    ? sql`albers <-> ${albersOf(sql, place)}`
    : sql`location <-> ${geographyOf(sql, place)}`;
}

/**
 * Everybody within a distance in the unit of `nearness`, and in the plane also some who are further away: the corners
 * of a square.
 */
export function around(sql: TransactionClient, place: Position, meters: number): Fragment {
  return isPlanar(place)
    ? sql`albers && ST_Expand(${albersOf(sql, place)}, ${meters}::float8)`
    : sql`ST_DWithin(location, ${geographyOf(sql, place)}, ${meters}::float8)`;
}

/** The area of the projected column (`california_albers`). */
export const projected = { west: -128, south: 29, east: -110, north: 45 };

/** Meters by which the straight pieces of a divided parallel may lie inside it. */
const planarSag = 100;

/** The box, in the plane, around a rectangle of degrees. A parallel is curved there, so its outline is finely divided. */
export function planarBox(sql: TransactionClient, [west, south, east, north]: Bounds): Fragment {
  return sql`
    ST_Expand(ST_Transform(ST_Segmentize(ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326), 0.5), 3310), ${planarSag})`;
}

/** The box in the plane around a rectangle of degrees, as far as the plane reaches; null for none. */
export function boxWithin(sql: TransactionClient, bounds: Bounds | undefined | ''): Fragment {
  if (!bounds) return sql`null`;
  const within = (degrees: number, least: number, most: number) => Math.min(most, Math.max(least, degrees));
  const { west, south, east, north } = projected;
  return planarBox(sql, [
    within(bounds[0], west, east),
    within(bounds[1], south, north),
    within(bounds[2], west, east),
    within(bounds[3], south, north),
  ]);
}

/** The same on the globe, where a wide rectangle is no polygon with a box of its own. */
const widestOnGlobe = 60;
/** Degrees by which the great circles of a divided outline may lie inside it. */
const globeSag = 0.01;

/** A condition that holds for everybody in a rectangle of degrees and that an index serves. */
function inBoxAround(sql: TransactionClient, bounds: Bounds): Fragment {
  const [west, south, east, north] = bounds;
  if (
    west >= projected.west &&
    east <= projected.east &&
    south >= projected.south &&
    north <= projected.north
  ) {
    return sql`albers && ${planarBox(sql, bounds)}`;
  }
  if (east - west > widestOnGlobe || north - south > widestOnGlobe) return sql`location is not null`;
  const outline = [
    Math.max(-180, west - globeSag),
    Math.max(-90, south - globeSag),
    Math.min(180, east + globeSag),
    Math.min(90, north + globeSag),
  ] as const;
  return sql`location && ST_Segmentize(ST_MakeEnvelope(${outline[0]}, ${outline[1]}, ${outline[2]}, ${outline[3]}, 4326), 1)::geography`;
}

/**
 * True within a rectangle of degrees. The degrees are compared in a form without statistics, because the planner takes a
 * range of an unknown expression for a two-hundredth of the rows.
 */
function withinBounds(sql: TransactionClient, bounds: Bounds): Fragment {
  const [west, south, east, north] = bounds;
  return sql`${inBoxAround(sql, bounds)} and case
    when ST_X(location::geometry) between ${west} and ${east}
    then ST_Y(location::geometry) between ${south} and ${north}
    else false end`;
}

/** Every condition of a search except the exact distance, in a form that indexes can serve. */
export function matching(sql: TransactionClient, filters: ContractorFilters, meaning: Meaning): Fragment {
  if (meaning.nothingRead || meaning.placeUnknown) return sql`false`;
  const parts = [sql`gone_at is null`];
  if (meaning.licensePrefix !== null) {
    parts.push(
      sql`license_number >= ${meaning.licensePrefix} and license_number < ${`${meaning.licensePrefix}:`}`,
    );
  }
  if (meaning.licenses.length > 0) parts.push(sql`license_number = any(${meaning.licenses}::text[])`);
  if (meaning.text) parts.push(hasSaid(sql, meaning.text));
  const [county, ...more] = meaning.counties;
  if (county !== undefined)
    parts.push(more.length === 0 ? sql`county = ${county}` : sql`county = any(${meaning.counties}::text[])`);
  if (meaning.place) {
    const radius = toMeters(meaning.miles);
    parts.push(around(sql, meaning.place, isPlanar(meaning.place) ? radius * planarSlack : radius));
  }
  const bounds = filters.bounds === undefined ? undefined : readBounds(filters.bounds);
  if (bounds) parts.push(withinBounds(sql, bounds));
  if (filters.trades.length > 0) parts.push(holdsTrades(sql, filters));
  if (filters.certifications.length > 0)
    parts.push(sql`classifications @> ${filters.certifications}::text[]`);
  if (filters.counties.length > 0) parts.push(sql`county = any(${filters.counties}::text[])`);
  if (filters.region) parts.push(sql`region = ${filters.region}`);
  if (filters.businessTypes.length > 0)
    parts.push(sql`business_type = any(${filters.businessTypes}::text[])`);
  if (meaning.member !== undefined) parts.push(sql`is_namc_member = ${meaning.member}`);
  if (meaning.standing) parts.push(inGroup(sql, meaning.standing, meaning.on));
  return parts.reduce((all, part) => sql`${all} and ${part}`);
}

/** The exact distance condition that `matching` leaves out; always true without a place. */
export function withinRadius(sql: TransactionClient, meaning: Meaning): Fragment {
  return meaning.place
    ? sql`${metersFrom(sql, meaning.place)} <= ${toMeters(meaning.miles)}::float8`
    : sql`true`;
}
