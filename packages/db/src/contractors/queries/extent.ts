import type { Bounds } from '@namc/inputs/bounds';
import type { ContractorFilters } from '@namc/inputs/contractors';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { matching, nearness, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';

const sides = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
});
/** As many as a map examines. */
const mostContractors = 2_000;

/**
 * The rectangle, in degrees, around the first 2,000 results of a search that are in California or next to it. Null if
 * there are none.
 */
export async function findExtent(tx: Transaction, filters: ContractorFilters): Promise<Bounds | null> {
  const meaning = await readMeaning(tx, filters);
  const { sql } = tx;
  const order = meaning.place ? nearness(sql, meaning.place) : sql`precedence, license_number`;
  const [row] = await rowsOf(sql, sides)`
    select min(ST_X(place)) as west, min(ST_Y(place)) as south, max(ST_X(place)) as east, max(ST_Y(place)) as north
    from (
      select location::geometry as place from california_contractors
      where ${matching(sql, filters, meaning)} and ${withinRadius(sql, filters, meaning)} and albers is not null
      order by ${order} limit ${mostContractors}
    ) found`;
  if (!row) return null;
  const { west, south, east, north } = row;
  return west === null || south === null || east === null || north === null
    ? null
    : [west, south, east, north];
}
