import type { Position } from '../../engine/columns/geography.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { type Standing, type StandingFacts, standingOf } from './standing.ts';

interface ListFacts {
  licenseNumber: string;
  businessName: string;
  dbaName: string | null;
  city: string | null;
  state: string | null;
  county: string | null;
  businessType: string | null;
  classifications: string[];
  isNamcMember: boolean;
}

/** A row of a result list: what a visitor may see of a contractor. */
export interface ContractorListItem extends ListFacts {
  primaryStatus: string;
  expirationDate: string | null;
  standing: Standing;
  location: (Position & { precision: 'zip' | 'street' }) | null;
  /** Metres from the place that was asked for; null without one. */
  distanceMeters: number | null;
}

/** What `listColumns` selects. */
export interface ListRow extends ListFacts, StandingFacts {
  longitude: number | null;
  latitude: number | null;
  precision: 'zip' | 'street' | null;
}

export function listColumns(sql: TransactionClient) {
  return sql`
    license_number as "licenseNumber", business_name as "businessName", dba_name as "dbaName", city, state, county,
    business_type as "businessType", classifications, is_namc_member as "isNamcMember",
    ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude, location_precision as precision,
    ${standingColumns(sql)}`;
}

/** The facts of `StandingFacts`. */
export function standingColumns(sql: TransactionClient) {
  return sql`
    primary_status as "primaryStatus", last_updated as "lastUpdated", expiration_date as "expirationDate",
    inactivation_date as "inactivationDate", reactivation_date as "reactivationDate",
    contractor_bond_effective_date as "contractorBondEffectiveDate",
    contractor_bond_cancellation_date as "contractorBondCancellationDate",
    workers_comp_effective_date as "workersCompEffectiveDate",
    workers_comp_cancellation_date as "workersCompCancellationDate", gone_at as "goneAt"`;
}

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
    standing: standingOf(row, on),
    isNamcMember: row.isNamcMember,
    location: locationOf(row),
    distanceMeters,
  };
}

export function locationOf(
  row: Pick<ListRow, 'longitude' | 'latitude' | 'precision'>,
): ContractorListItem['location'] {
  if (row.longitude === null || row.latitude === null || row.precision === null) return null;
  return { longitude: row.longitude, latitude: row.latitude, precision: row.precision };
}
