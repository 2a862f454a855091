import type { Position } from '../engine/columns/geography.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { InvalidInput } from '../engine/errors.ts';

const place = computed({
  /** `Oakland, CA`, `94601 (Oakland, CA)` or `37.8044, -122.2711`. */
  label: 'string',
  latitude: 'number',
  longitude: 'number',
});

export type Place = RowOf<typeof place>;

const zipCode = /^(\d{5})(?:-?\d{4})?$/;
const coordinates = /^(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)$/;
const cityAndState = /^(.*?)(?:\s*,\s*|\s+)(california|[a-z]{2})$/i;

/**
 * The place that a person named: a ZIP code, a city (in California unless a state is given), or `latitude,
 * longitude`. The center of a city is the mean of its ZIP codes' centroids. Undefined for an unknown place.
 */
export async function findPlace(tx: Transaction, near: string): Promise<Place | undefined> {
  const text = near.trim();
  const point = coordinates.exec(text);
  if (point) {
    const [latitude, longitude] = [Number(point[1]), Number(point[2])];
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
    return { latitude, longitude, label: `${latitude}, ${longitude}` };
  }
  const zip = zipCode.exec(text)?.[1];
  if (zip) {
    const [row] = await rowsOf(tx.sql, place)`
      select zip_code || ' (' || city || ', ' || state || ')' as label,
             ST_Y(location::geometry) as latitude, ST_X(location::geometry) as longitude
      from zip_codes where zip_code = ${zip}`;
    return row;
  }
  const parts = cityAndState.exec(text);
  return (
    (await findCity(tx, text, 'CA')) ??
    (parts ? await findCity(tx, parts[1] ?? '', stateCode(parts[2] ?? '')) : undefined)
  );
}

/**
 * The place that a search asks for; undefined if `near` is empty.
 * @throws InvalidInput for an unknown place.
 */
export async function findWantedPlace(tx: Transaction, near: string): Promise<Place | undefined> {
  if (near === '') return undefined;
  const place = await findPlace(tx, near);
  if (!place) throw unknownPlace();
  return place;
}

export const unknownPlace = () => new InvalidInput('near', 'is not a place that the portal knows');

/** The position as a point in California Albers, for a statement. */
export const albersPointOf = (sql: TransactionClient, { longitude, latitude }: Position): Fragment =>
  sql`california_albers(ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)::geography)`;

function stateCode(state: string): string {
  return state.toLowerCase() === 'california' ? 'CA' : state.toUpperCase();
}

async function findCity(tx: Transaction, city: string, state: string): Promise<Place | undefined> {
  const name = city.replaceAll('\0', '').replace(/\s+/g, ' ').trim().toLowerCase();
  const [row] = await rowsOf(tx.sql, place)`
    select min(city) || ', ' || state as label,
           avg(ST_Y(location::geometry)) as latitude, avg(ST_X(location::geometry)) as longitude
    from zip_codes where lower(city) = ${name} and state = ${state} group by state`;
  return row;
}
