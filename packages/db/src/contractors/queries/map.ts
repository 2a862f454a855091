import type { Bounds } from '@namc/inputs/bounds';
import { type ContractorFilters, isAsked, type MapContractorsInput } from '@namc/inputs/contractors';
import type { Position } from '../../engine/columns/geography.ts';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { contractorCountyCounts, locationPrecisions } from '../tables/register.ts';
import { matching, nearness, planarBox, projected, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';
import { type ContractorNames, namesOf } from './names.ts';

const cluster = computed({ count: 'number', members: 'number', longitude: 'number', latitude: 'number' });
const cell = computed({
  id: 'string',
  /** A contractor of the cell: these columns fit together where it is alone. */
  licenseNumber: 'string',
  businessName: 'string',
  dbaName: 'string | null',
  fullBusinessName: 'string | null',
  secondNameType: 'string | null',
  precision: anyOf(locationPrecisions),
  west: 'number',
  south: 'number',
  east: 'number',
  north: 'number',
  /** The number of contractors examined in total. */
  seen: 'number',
});
const county = pick(contractorCountyCounts, { county: 'county', count: 'contractors', members: 'members' });
const center = computed({ longitude: 'number', latitude: 'number' });

type Cell = RowOf<typeof cell>;

export type ContractorMapFeature =
  | (RowOf<typeof cluster> & {
      kind: 'cluster';
      id: string;
      county: string | null;
      /** The rectangle around its contractors; null for a county. */
      extent: Bounds | null;
    })
  | (Position &
      Pick<Cell, 'id' | 'licenseNumber' | 'precision'> &
      Pick<ContractorNames, 'name'> & {
        kind: 'contractor';
        isNamcMember: boolean;
      });

export interface ContractorMapView {
  /** At most 500. */
  features: ContractorMapFeature[];
  /** Contractors in `features`; a cluster counts all of its contractors. */
  shown: number;
  /** True if more contractors match than were examined: the counts cover the first ones only. */
  capped: boolean;
}

const mostFeatures = 500;
/** The number of contractors examined for one map. */
const mostContractors = 2_000;
/** Size of a cluster's cell in screen pixels. */
const clusterPixels = 64;
/** Meters per pixel of a web map at zoom 0 in the middle of California (latitude 37°). */
const pixelAtZoomZero = 156_543 * Math.cos((37 * Math.PI) / 180);
/** The side of a cluster's cell in meters. */
export const cellMeters = (zoom: number): number => (pixelAtZoomZero * clusterPixels) / 2 ** zoom;

/**
 * The content of a map: clusters on a grid that fits the zoom, a single contractor where a cell has only one, and
 * counties for an empty search. Places outside of California's neighborhood are left out.
 */
export async function mapContractors(
  tx: Transaction,
  input: MapContractorsInput,
): Promise<ContractorMapView> {
  if (!isNarrowed(input)) return mapCounties(tx);
  const west = Math.max(input.window[0], projected.west);
  const south = Math.max(input.window[1], projected.south);
  const east = Math.min(input.window[2], projected.east);
  const north = Math.min(input.window[3], projected.north);
  if (west >= east || south >= north) return { features: [], shown: 0, capped: false };

  const meaning = await readMeaning(tx, input);
  const { sql } = tx;
  const order = meaning.place ? nearness(sql, meaning.place) : sql`precedence, license_number`;
  const side = cellMeters(input.zoom);
  const rows = await rowsOf(sql, cluster, cell)`
    with found as materialized (
      select license_number, business_name, dba_name, full_business_name, second_name_type, is_namc_member,
             location_precision, albers,
             ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude
      from california_contractors
      where ${matching(sql, input, meaning)} and ${withinRadius(sql, meaning)}
        -- The box in the plane is a little larger than the screen, which does no harm.
        and albers && ${planarBox(sql, [west, south, east, north])}
      order by ${order}
      limit ${mostContractors + 1}
    )
    select floor(ST_X(albers) / ${side}) || ':' || floor(ST_Y(albers) / ${side}) as id,
           count(*) as count, count(*) filter (where is_namc_member) as members,
           avg(longitude) as longitude, avg(latitude) as latitude,
           min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
           min(license_number) as "licenseNumber", min(business_name collate "C") as "businessName",
           min(dba_name collate "C") as "dbaName", min(full_business_name collate "C") as "fullBusinessName",
           min(second_name_type collate "C") as "secondNameType", min(location_precision) as precision, (select count(*) from found) as seen
    from found
    group by 1
    order by count(*) desc, 1
    limit ${mostFeatures}`;
  const features = rows.map((row): ContractorMapFeature => {
    const position = { longitude: shortDegrees(row.longitude), latitude: shortDegrees(row.latitude) };
    if (row.count > 1) {
      const id = `${input.zoom}:${row.id}`;
      const extent: Bounds = [
        shortDegrees(row.west),
        shortDegrees(row.south),
        shortDegrees(row.east),
        shortDegrees(row.north),
      ];
      const { count, members } = row;
      return { kind: 'cluster', id, count, members, county: null, extent, ...position };
    }
    return {
      kind: 'contractor',
      id: row.licenseNumber,
      licenseNumber: row.licenseNumber,
      name: namesOf(row).name,
      isNamcMember: row.members === 1,
      precision: row.precision,
      ...position,
    };
  });
  return {
    features,
    shown: rows.reduce((sum, row) => sum + row.count, 0),
    capped: (rows[0]?.seen ?? 0) > mostContractors,
  };
}

/** Some ten meters, as the list of ZIP codes has it. */
export const shortDegrees = (degrees: number): number => Number(degrees.toFixed(4));

interface GridCell extends Position {
  id: string;
  count: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A point of a map of projects or of the directory: many of them as a cluster, or the only one of its cell. */
export type PointFeature<Kind extends string> = Position & { id: string } & (
    | { kind: 'cluster'; count: number; members: number; county: null; extent: Bounds }
    | { kind: Kind; name: string }
  );

/** The point of a cell of the grid for a zoom. `single` is what the cell holds where it holds one thing. */
export function pointOf<Kind extends string>(
  cell: GridCell,
  zoom: number,
  single: { kind: Kind; id: string; name: string },
): PointFeature<Kind> {
  const position = { longitude: shortDegrees(cell.longitude), latitude: shortDegrees(cell.latitude) };
  if (cell.count === 1) return { ...single, ...position };
  const extent = [cell.west, cell.south, cell.east, cell.north].map(shortDegrees) as Bounds;
  const id = `${zoom}:${cell.id}`;
  return { kind: 'cluster', id, count: cell.count, members: 0, county: null, extent, ...position };
}

/** True if the search has any filter. */
function isNarrowed(filters: ContractorFilters): boolean {
  return (
    isAsked(filters.q) ||
    filters.near !== '' ||
    filters.bounds !== undefined ||
    filters.trades.length > 0 ||
    filters.certifications.length > 0 ||
    filters.counties.length > 0 ||
    filters.businessTypes.length > 0 ||
    filters.region !== undefined ||
    filters.standing !== undefined ||
    filters.member !== undefined
  );
}

async function mapCounties(tx: Transaction): Promise<ContractorMapView> {
  const rows = await rowsOf(tx.sql, county, center)`
    select ${county(tx.sql)}, ST_X(center::geometry) as longitude, ST_Y(center::geometry) as latitude
    from contractor_county_counts join california_counties on name = county
    order by county`;
  return {
    features: rows.map((row) => ({ kind: 'cluster', id: row.county, extent: null, ...row })),
    shown: rows.reduce((sum, row) => sum + row.count, 0),
    capped: false,
  };
}
