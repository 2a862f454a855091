import type { Bounds } from '@namc/inputs/bounds';
import type { ContractorFilters } from '@namc/inputs/contractors';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { isPlanar, matching, nearness, withinRadius } from './conditions.ts';
import { cap, toCount } from './count.ts';
import { readMeaning } from './meaning.ts';

const sides = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
  elsewhere: 'number',
});

export interface ContractorExtent {
  /** The rectangle, in degrees, around the results; null if no map shows any. */
  bounds: Bounds | null;
  /** The results that no map shows: without a place on file, or far from California. */
  elsewhere: { count: number; capped: boolean };
}

/** As many as a map examines. */
const mostContractors = 2_000;

/**
 * The rectangle around the first 2,000 results of a search that are in California or next to it, and the number of those
 * that are not, exact up to 1,000.
 */
export async function findExtent(tx: Transaction, filters: ContractorFilters): Promise<ContractorExtent> {
  const meaning = await readMeaning(tx, filters);
  const { sql } = tx;
  const order = meaning.place ? nearness(sql, meaning.place) : sql`precedence, license_number`;
  const { place } = meaning;
  const isElsewhere = place && isPlanar(place) ? sql`false` : sql`albers is null`;
  const [row] = await rowsOf(sql, sides)`
    select min(ST_X(place)) as west, min(ST_Y(place)) as south, max(ST_X(place)) as east, max(ST_Y(place)) as north,
           (select count(*) from (
              select from california_contractors
              where ${isElsewhere} and ${matching(sql, filters, meaning)} and ${withinRadius(sql, meaning)}
              limit ${cap + 1}
            ) others) as elsewhere
    from (
      select location::geometry as place from california_contractors
      where ${matching(sql, filters, meaning)} and ${withinRadius(sql, meaning)} and albers is not null
      order by ${order} limit ${mostContractors}
    ) found`;
  const { west = null, south = null, east = null, north = null, elsewhere = 0 } = row ?? {};
  const isNowhere = west === null || south === null || east === null || north === null;
  return { bounds: isNowhere ? null : [west, south, east, north], elsewhere: toCount(elsewhere) };
}
