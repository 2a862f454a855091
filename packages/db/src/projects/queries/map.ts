import type { Bounds } from '@namc/inputs/bounds';
import type { MapProjectsInput, ProjectFilters } from '@namc/inputs/projects';
import { cellMeters, type PointFeature, pointOf } from '../../contractors/queries/map.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { findWantedPlace, type Place } from '../../places/queries.ts';
import { biddingEnd, conditionsOf, isInBox, metersFrom } from './conditions.ts';

const cell = computed({
  id: 'string',
  /** A project of the cell, and its title: they fit together where it is alone. */
  projectId: 'string',
  title: 'string',
  count: 'number',
  longitude: 'number',
  latitude: 'number',
  west: 'number',
  south: 'number',
  east: 'number',
  north: 'number',
  /** The number of projects examined in total. */
  seen: 'number',
});

export type ProjectMapFeature = PointFeature<'project'>;
export interface ProjectMapView {
  /** At most 500. */
  features: ProjectMapFeature[];
  /** True if more projects match than were examined: the counts cover the first ones only. */
  capped: boolean;
}

const mostFeatures = 500;
/** The number of projects examined for one map. */
const mostOnMap = 2_000;

/** The projects that a map of too many shows: the nearest, else those that are due first. */
const order = (sql: Transaction['sql'], place: Place | undefined): Fragment =>
  place ? sql`${metersFrom(sql, place)}, p.id` : sql`${biddingEnd(sql)}, p.id`;

/**
 * The projects of a search in the area that a map shows: clusters on a grid that fits the zoom, and single projects where a cell
 * has only one. With a place the nearest, else those that are due first. @throws InvalidInput for an unknown place.
 */
export async function mapProjects(tx: Transaction, input: MapProjectsInput): Promise<ProjectMapView> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { holds } = conditionsOf(tx, input, place);
  const side = cellMeters(input.zoom);
  const rows = await rowsOf(sql, cell)`
    with found as materialized (
      select p.id, p.title, p.albers, ST_X(p.coordinates::geometry) as longitude, ST_Y(p.coordinates::geometry) as latitude
      from projects p
      where ${holds} and p.albers is not null and ${isInBox(sql, input.window)}
      order by ${order(sql, place)} limit ${mostOnMap + 1}
    )
    select floor(ST_X(albers) / ${side}) || ':' || floor(ST_Y(albers) / ${side}) as id,
      min(id::text) as "projectId", min(title) as title, count(*) as count, avg(longitude) as longitude, avg(latitude) as latitude,
      min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
      (select count(*) from found) as seen
    from found group by 1 order by count(*) desc, 1 limit ${mostFeatures}`;
  return {
    features: rows.map((row) =>
      pointOf(row, input.zoom, { kind: 'project', id: row.projectId, name: row.title }),
    ),
    capped: (rows[0]?.seen ?? 0) > mostOnMap,
  };
}

export interface ProjectExtent {
  bounds: Bounds | null;
  /** The projects that no map shows. */
  elsewhere: { count: number; capped: boolean };
  /** The place of the search. */
  place: { latitude: number; longitude: number } | null;
}
const extent = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
  elsewhere: 'number',
});
/** The number of projects without a place is exact up to here. */
const cap = 1_000;

/**
 * The rectangle around the projects of a search that a map shows, of at most 2,000, and the number of those that it does not show,
 * because they say no place or one far from California. @throws InvalidInput for an unknown place.
 */
export async function findProjectExtent(tx: Transaction, input: ProjectFilters): Promise<ProjectExtent> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { holds } = conditionsOf(tx, input, place);
  const [row] = await rowsOf(sql, extent)`
    select min(ST_X(at)) as west, min(ST_Y(at)) as south, max(ST_X(at)) as east, max(ST_Y(at)) as north,
      (select count(*) from (select from projects p where ${holds} and p.albers is null limit ${cap + 1}) others) as elsewhere
    from (
      select p.coordinates::geometry as at from projects p
      where ${holds} and p.albers is not null order by ${order(sql, place)} limit ${mostOnMap}
    ) found`;
  const { west = null, south = null, east = null, north = null, elsewhere = 0 } = row ?? {};
  const isNowhere = west === null || south === null || east === null || north === null;
  return {
    bounds: isNowhere ? null : [west, south, east, north],
    elsewhere: { count: Math.min(elsewhere, cap), capped: elsewhere > cap },
    place: place ? { longitude: place.longitude, latitude: place.latitude } : null,
  };
}
