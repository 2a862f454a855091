import type { Bounds } from '@namc/inputs/bounds';
import type { DirectoryFilters, MapDirectoryInput } from '@namc/inputs/directory';
import { cellMeters, shortDegrees } from '../../contractors/queries/map.ts';
import type { Position } from '../../engine/columns/geography.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { boxOf, searchOf } from './search.ts';

const cell = computed({
  id: 'string',
  /** A firm of the cell, and its name: they fit together where it is alone. */
  firmId: 'string',
  name: 'string',
  count: 'number',
  longitude: 'number',
  latitude: 'number',
  west: 'number',
  south: 'number',
  east: 'number',
  north: 'number',
  /** The number of firms examined in total. */
  seen: 'number',
});
export type DirectoryMapFeature = Position & { id: string } & (
    | { kind: 'cluster'; count: number; members: number; county: null; extent: Bounds }
    | { kind: 'firm'; name: string }
  );
export interface DirectoryMapView {
  /** At most 500. */
  features: DirectoryMapFeature[];
  /** True if more firms match than were examined: the counts cover the first ones only. */
  capped: boolean;
}

/** The number of firms examined for one map. */
const mostOnMap = 2_000;

/**
 * The firms of a search that show their place, in the area that a map shows: clusters on a grid that fits the zoom, and single
 * firms where a cell has only one. With a place the nearest, else the first by name.
 * @throws InvalidInput for an unknown place.
 */
export async function mapDirectory(tx: Transaction, input: MapDirectoryInput): Promise<DirectoryMapView> {
  const { sql } = tx;
  const { filters } = await searchOf(tx, input);
  const meters = cellMeters(input.zoom);
  const rows = await tx.last(
    rowsOf(sql, cell)`
    with found as materialized (
      select s.* from spots_of_firms(array(
        select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap + 1}, null, null))) s
      where s.x between ST_XMin(${boxOf(sql, input.window)}) and ST_XMax(${boxOf(sql, input.window)})
        and s.y between ST_YMin(${boxOf(sql, input.window)}) and ST_YMax(${boxOf(sql, input.window)})
    )
    select floor(x / ${meters}) || ':' || floor(y / ${meters}) as id, min(id::text) as "firmId", min(name) as name,
           count(*) as count, avg(longitude) as longitude, avg(latitude) as latitude, min(longitude) as west,
           min(latitude) as south, max(longitude) as east, max(latitude) as north, (select count(*) from found) as seen
    from found group by 1 order by count(*) desc, 1 limit 500`,
  );
  return {
    features: rows.map((row): DirectoryMapFeature => {
      const position = { longitude: shortDegrees(row.longitude), latitude: shortDegrees(row.latitude) };
      if (row.count === 1) return { kind: 'firm', id: row.firmId, name: row.name, ...position };
      const extent = [row.west, row.south, row.east, row.north].map(shortDegrees) as Bounds;
      const id = `${input.zoom}:${row.id}`;
      return { kind: 'cluster', id, count: row.count, members: 0, county: null, extent, ...position };
    }),
    capped: (rows[0]?.seen ?? 0) > mostOnMap,
  };
}

export interface DirectoryExtent {
  bounds: Bounds | null;
  /** The firms that no map shows. */
  elsewhere: { count: number; capped: boolean };
  /** The place of the search. */
  place: { latitude: number; longitude: number } | null;
}
const extent = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
  found: 'number',
  placed: 'number',
});

/**
 * The rectangle around the firms of a search that a map shows, of at most 2,000, and the number of those that it does not show,
 * because they show no place. @throws InvalidInput for an unknown place.
 */
export async function findDirectoryExtent(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<DirectoryExtent> {
  const { sql } = tx;
  const { filters, place } = await searchOf(tx, input);
  const [row] = await tx.last(
    rowsOf(sql, extent)`
    with found as materialized (
      select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap}, null, null)
    )
    select min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
           (select count(*) from found) as found, count(*) as placed
    from spots_of_firms(array(select id from found))`,
  );
  const { west = null, south = null, east = null, north = null, found: all = 0, placed = 0 } = row ?? {};
  const isNowhere = west === null || south === null || east === null || north === null;
  return {
    bounds: isNowhere ? null : [west, south, east, north],
    elsewhere: { count: all - placed, capped: all >= mostOnMap },
    place: place ? { longitude: place.longitude, latitude: place.latitude } : null,
  };
}
