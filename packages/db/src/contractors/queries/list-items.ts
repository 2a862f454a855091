import { isCertification } from '@namc/inputs/classifications';
import { type RoughDistance, roughDistance } from '@namc/inputs/miles';
import type { Position } from '../../engine/columns/geography.ts';
import { packed } from '../../engine/columns/packed.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, together } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { cityCase } from '../../places/city-case.ts';
import { factColumns, fileDate, standingColumns, standingShape } from '../standing/facts.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { briefStanding, momentOf, type StandingInBrief } from '../standing/standing.ts';
import { californiaContractors } from '../tables/register.ts';
import { type ContractorNames, filedNames, nameColumns, namesOf } from './names.ts';

const factsOfList = ['licenseNumber', 'city', 'state', 'county', 'isNamcMember'] as const;
const contactsOfList = ['zipCode', 'businessPhone', 'locationPrecision'] as const;
const listFacts = pick(californiaContractors, factsOfList);
const filedContact = pick(californiaContractors, contactsOfList);
const position = computed({ longitude: 'number | null', latitude: 'number | null' });

/** The rows of `listColumns`. */
export const listShape = together(listFacts, filedNames, filedContact, position, standingShape);

export type ListRow = RowOf<typeof listShape>;

/**
 * A row of a result list: the fields of a contractor that a visitor may see. Names and the city are in title case.
 * `classifications` are the trades; the certifications of the same column of the file are apart.
 */
export type ContractorListItem = RowOf<typeof listFacts> &
  Omit<ContractorNames, 'fullName'> &
  Pick<ListRow, 'businessType' | 'classifications' | 'primaryStatus' | 'expirationDate'> & {
    certifications: string[];
    /** `+15105550100`. */
    phone: string | null;
    standing: StandingInBrief;
    location: (Position & { precision: NonNullable<ListRow['locationPrecision']> }) | null;
    /** From the requested place; null without one. */
    distance: RoughDistance | null;
  };

/** The select list of a result row. */
export function listColumns(sql: TransactionClient) {
  return sql`
    ${listFacts(sql)}, ${filedNames(sql)}, ${filedContact(sql)}, ${standingColumns(sql)},
    ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude`;
}

const packedList = packed(
  californiaContractors,
  [...factsOfList, ...nameColumns, ...contactsOfList, ...factColumns],
  together(position, fileDate),
);
const license = pick(californiaContractors, ['licenseNumber']);

/** The license number, and as the text `packed` the columns of `listColumns`, for long lists. */
export const packedColumns = (sql: TransactionClient) => sql`
  ${license(sql)}, ${packedList(sql, sql`ST_X(location::geometry), ST_Y(location::geometry), ${lastFileDate(sql)}`)}`;

/** The text of `packedColumns` as a row of `listColumns`. */
export const unpacked = (packed: string): ListRow => packedList.read(packed);

/** The row as a list item, with its standing on the day `on` (`YYYY-MM-DD`) and its distance in meters. */
export function toListItem(row: ListRow, on: string, distanceMeters: number | null): ContractorListItem {
  const { name, doingBusinessAs, otherNames } = namesOf(row);
  return {
    licenseNumber: row.licenseNumber,
    name,
    doingBusinessAs,
    otherNames,
    city: row.city === null ? null : cityCase(row.city),
    state: row.state,
    county: row.county,
    phone: row.businessPhone,
    businessType: row.businessType,
    ...codesOf(row.classifications),
    primaryStatus: row.primaryStatus,
    expirationDate: row.expirationDate,
    standing: briefStanding(row, momentOf(row, on)),
    isNamcMember: row.isNamcMember,
    location: locationOf(row),
    distance: distanceMeters === null ? null : roughDistance(distanceMeters, row.zipCode),
  };
}

const none: string[] = [];

/** The trades of a license, and apart from them its certifications. */
export function codesOf(codes: string[]): Pick<ContractorListItem, 'classifications' | 'certifications'> {
  if (!codes.some(isCertification)) return { classifications: codes, certifications: none };
  return {
    classifications: codes.filter((code) => !isCertification(code)),
    certifications: codes.filter(isCertification),
  };
}

/** The position in degrees and its precision; null if the row has none. */
export function locationOf(
  row: Pick<ListRow, 'longitude' | 'latitude' | 'locationPrecision'>,
): ContractorListItem['location'] {
  const { longitude, latitude, locationPrecision } = row;
  if (longitude === null || latitude === null || locationPrecision === null) return null;
  return { longitude, latitude, precision: locationPrecision };
}
