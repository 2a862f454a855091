import type { Position } from '../../engine/columns/geography.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, together } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { standingColumns, standingShape } from '../standing/facts.ts';
import { briefStanding, momentOf, type StandingInBrief } from '../standing/standing.ts';
import { californiaContractors } from '../tables.ts';

const listFacts = pick(californiaContractors, [
  'licenseNumber',
  'businessName',
  'dbaName',
  'city',
  'state',
  'county',
  'isNamcMember',
]);
const precision = pick(californiaContractors, { precision: 'locationPrecision' });
const position = computed({ longitude: 'number | null', latitude: 'number | null' });

/** The rows of `listColumns`. */
export const listShape = together(listFacts, precision, position, standingShape);

export type ListRow = RowOf<typeof listShape>;

/** A row of a result list: the fields of a contractor that a visitor may see. */
export type ContractorListItem = RowOf<typeof listFacts> &
  Pick<ListRow, 'businessType' | 'classifications' | 'primaryStatus' | 'expirationDate'> & {
    standing: StandingInBrief;
    location: (Position & { precision: NonNullable<ListRow['precision']> }) | null;
    /** Meters from the requested place; null without one. */
    distanceMeters: number | null;
  };

/** The select list of a result row. */
export function listColumns(sql: TransactionClient) {
  return sql`
    ${listFacts(sql)}, ${precision(sql)}, ${standingColumns(sql)},
    ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude`;
}

/** The row as a list item, with its standing on the day `on` (`YYYY-MM-DD`) and its distance in meters. */
export function toListItem(row: ListRow, on: string, distanceMeters: number | null): ContractorListItem {
  return {
    licenseNumber: row.licenseNumber,
    businessName: row.businessName,
    dbaName: row.dbaName,
    city: row.city,
    state: row.state,
    county: row.county,
    businessType: row.businessType,
    classifications: row.classifications,
    primaryStatus: row.primaryStatus,
    expirationDate: row.expirationDate,
    standing: briefStanding(row, momentOf(row, on)),
    isNamcMember: row.isNamcMember,
    location: locationOf(row),
    distanceMeters,
  };
}

/** The position in degrees and its precision; null if the row has none. */
export function locationOf(
  row: Pick<ListRow, 'longitude' | 'latitude' | 'precision'>,
): ContractorListItem['location'] {
  if (row.longitude === null || row.latitude === null || row.precision === null) return null;
  return { longitude: row.longitude, latitude: row.latitude, precision: row.precision };
}
