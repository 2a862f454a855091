import type { Region } from '@namc/inputs/california';
import type { GetLicenseInput } from '@namc/inputs/contractors';
import type { Position } from '../../engine/columns/geography.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { metersFrom, pointNearness, presentAround } from './conditions.ts';
import { type ContractorListItem, type ListRow, listColumns, locationOf, toListItem } from './list-items.ts';
import { planForEachValue } from './meaning.ts';
import { californiaDay, inGoodStanding, type Standing, standingOf } from './standing.ts';

export interface Bond {
  surety: string | null;
  effectiveDate: string | null;
  cancellationDate: string | null;
  /** US cents. */
  amountCents: number | null;
}

/** What a visitor may see of one license: no address, telephone or policy numbers. */
export interface PublicLicense {
  licenseNumber: string;
  businessName: string;
  dbaName: string | null;
  fullBusinessName: string | null;
  businessType: string | null;
  city: string | null;
  state: string | null;
  county: string | null;
  region: Region;
  zipCode: string | null;
  classifications: string[];
  primaryStatus: string;
  secondaryStatus: string | null;
  issueDate: string | null;
  reissueDate: string | null;
  expirationDate: string | null;
  inactivationDate: string | null;
  reactivationDate: string | null;
  asbestosRegistration: string | null;
  workersComp: {
    coverageType: string | null;
    insurer: string | null;
    effectiveDate: string | null;
    expirationDate: string | null;
    cancellationDate: string | null;
    suspensionDate: string | null;
  };
  contractorBond: Bond | null;
  workerBond: Bond | null;
  disciplinaryBond: Bond | null;
  isNamcMember: boolean;
  location: ContractorListItem['location'];
  /** The date of the last file that was read. */
  asOf: string | null;
  goneAt: Date | null;
  standing: Standing;
}

type LicenseRow = ListRow &
  Omit<
    PublicLicense,
    keyof ListRow | 'contractorBond' | 'workerBond' | 'disciplinaryBond' | 'location' | 'standing'
  > & {
    contractorBond: Bond;
    workerBond: Bond;
    disciplinaryBond: Bond;
  };

/**
 * One license with its standing today in California.
 * @throws NotFound when no file ever held it.
 */
export async function getLicense(tx: Transaction, input: GetLicenseInput): Promise<PublicLicense> {
  const { sql } = tx;
  const [row] = await sql<LicenseRow[]>`
    select ${listColumns(sql)}, full_business_name as "fullBusinessName", region, zip_code as "zipCode",
           secondary_status as "secondaryStatus", issue_date as "issueDate", reissue_date as "reissueDate",
           asbestos_registration as "asbestosRegistration",
           json_build_object(
             'coverageType', workers_comp_coverage_type, 'insurer', workers_comp_insurer,
             'effectiveDate', workers_comp_effective_date, 'expirationDate', workers_comp_expiration_date,
             'cancellationDate', workers_comp_cancellation_date, 'suspensionDate', workers_comp_suspension_date
           ) as "workersComp",
           ${bond(sql, 'contractor')} as "contractorBond",
           ${bond(sql, 'worker')} as "workerBond",
           ${bond(sql, 'disciplinary')} as "disciplinaryBond",
           (select snapshot_date from contractor_import_runs where outcome <> 'refused'
            order by finished_at desc limit 1) as "asOf"
    from california_contractors where license_number = ${input.licenseNumber}`;
  if (!row) throw new NotFound('contractor with the license number', input.licenseNumber);
  return {
    licenseNumber: row.licenseNumber,
    businessName: row.businessName,
    dbaName: row.dbaName,
    fullBusinessName: row.fullBusinessName,
    businessType: row.businessType,
    city: row.city,
    state: row.state,
    county: row.county,
    region: row.region,
    zipCode: row.zipCode,
    classifications: row.classifications,
    primaryStatus: row.primaryStatus,
    secondaryStatus: row.secondaryStatus,
    issueDate: row.issueDate,
    reissueDate: row.reissueDate,
    expirationDate: row.expirationDate,
    inactivationDate: row.inactivationDate,
    reactivationDate: row.reactivationDate,
    asbestosRegistration: row.asbestosRegistration,
    workersComp: row.workersComp,
    contractorBond: unlessEmpty(row.contractorBond),
    workerBond: unlessEmpty(row.workerBond),
    disciplinaryBond: unlessEmpty(row.disciplinaryBond),
    isNamcMember: row.isNamcMember,
    location: locationOf(row),
    asOf: row.asOf,
    goneAt: row.goneAt,
    standing: standingOf(row, californiaDay(new Date())),
  };
}

function bond(sql: TransactionClient, kind: 'contractor' | 'worker' | 'disciplinary') {
  return sql`json_build_object(
    'surety', ${sql(`${kind}_bond_surety`)}, 'effectiveDate', ${sql(`${kind}_bond_effective_date`)},
    'cancellationDate', ${sql(`${kind}_bond_cancellation_date`)}, 'amountCents', ${sql(`${kind}_bond_amount_cents`)})`;
}

function unlessEmpty(bond: Bond): Bond | null {
  return Object.values(bond).some((fact) => fact !== null) ? bond : null;
}

const neighborCount = 8;
/** 100 miles in meters: whoever is further away is no neighbor. */
const neighborhood = 160_934;

/**
 * Up to eight contractors in good standing nearest to this one that share a classification with it, nearest
 * first; none when its place is not known or far from California.
 */
export async function listNeighbors(tx: Transaction, input: GetLicenseInput): Promise<ContractorListItem[]> {
  const { sql } = tx;
  const on = californiaDay(new Date());
  const [own] = await sql<(Position & { isPlanar: boolean; classifications: string[] })[]>`
    select ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude,
           albers is not null as "isPlanar", classifications
    from california_contractors where license_number = ${input.licenseNumber}`;
  if (!own?.isPlanar) return [];
  const place = { ...own, label: input.licenseNumber };
  planForEachValue(tx);
  const rows = await sql<(ListRow & { meters: number })[]>`
    select ${listColumns(sql)}, ${metersFrom(sql, place)} as meters
    from california_contractors
    where ${presentAround(sql, place, neighborhood)}
      and classifications && ${own.classifications}::text[]
      and license_number <> ${input.licenseNumber}
      and ${inGoodStanding(sql, on)}
    order by ${pointNearness(sql, place)}
    limit ${neighborCount}`;
  return rows.map((row) => toListItem(row, on, row.meters));
}
