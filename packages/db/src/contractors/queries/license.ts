import type { GetLicenseInput } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { californiaContractors } from '../tables.ts';
import { metersFrom, pointNearness, presentAround } from './conditions.ts';
import {
  type ContractorListItem,
  codesOf,
  type ListRow,
  listColumns,
  listShape,
  toListItem,
} from './list-items.ts';
import { planForEachValue } from './meaning.ts';
import { type ContractorNames, namesOf } from './names.ts';
import { californiaDay, inGoodStanding } from './standing.ts';

/** The columns of a license page beyond those of a list; the standing's columns come with the list. */
const facts = pick(californiaContractors, [
  'region',
  'secondaryStatus',
  'issueDate',
  'reissueDate',
  'asbestosRegistration',
]);
const workersComp = pick(californiaContractors, [
  'workersCompCoverageType',
  'workersCompInsurer',
  'workersCompExpirationDate',
  'workersCompSuspensionDate',
]);
const bonds = pick(californiaContractors, [
  'contractorBondSurety',
  'contractorBondAmountCents',
  'workerBondSurety',
  'workerBondEffectiveDate',
  'workerBondCancellationDate',
  'workerBondAmountCents',
  'disciplinaryBondSurety',
  'disciplinaryBondEffectiveDate',
  'disciplinaryBondCancellationDate',
  'disciplinaryBondAmountCents',
]);
/** The date of the last accepted file. */
const snapshot = computed({ asOf: 'string | null' });

type BondRow = ListRow & RowOf<typeof bonds>;

export interface Bond {
  surety: BondRow['contractorBondSurety'];
  effectiveDate: BondRow['contractorBondEffectiveDate'];
  cancellationDate: BondRow['contractorBondCancellationDate'];
  /** US cents. */
  amountCents: BondRow['contractorBondAmountCents'];
}

/** The fields of a license that a visitor may see: no street address or policy numbers. */
export type PublicLicense = Omit<ContractorListItem, 'distance'> &
  Pick<ContractorNames, 'fullName'> &
  RowOf<typeof facts> &
  RowOf<typeof snapshot> &
  Pick<ListRow, 'zipCode' | 'inactivationDate' | 'reactivationDate' | 'goneAt'> & {
    /** Names and city as the board writes them. */
    filed: Pick<ListRow, 'businessName' | 'dbaName' | 'fullBusinessName' | 'secondNameType' | 'city'>;
    workersComp: {
      coverageType: RowOf<typeof workersComp>['workersCompCoverageType'];
      insurer: RowOf<typeof workersComp>['workersCompInsurer'];
      effectiveDate: ListRow['workersCompEffectiveDate'];
      expirationDate: RowOf<typeof workersComp>['workersCompExpirationDate'];
      cancellationDate: ListRow['workersCompCancellationDate'];
      suspensionDate: RowOf<typeof workersComp>['workersCompSuspensionDate'];
    };
    contractorBond: Bond | null;
    workerBond: Bond | null;
    disciplinaryBond: Bond | null;
  };

/**
 * One license with its standing today in California.
 * @throws NotFound if no file ever held it.
 */
export async function getLicense({ sql }: Transaction, input: GetLicenseInput): Promise<PublicLicense> {
  const [row] = await rowsOf(sql, listShape, facts, workersComp, bonds, snapshot)`
    select ${listColumns(sql)}, ${facts(sql)}, ${workersComp(sql)}, ${bonds(sql)},
           (select snapshot_date from contractor_import_runs where outcome <> 'refused'
            order by finished_at desc limit 1) as "asOf"
    from california_contractors where license_number = ${input.licenseNumber}`;
  if (!row) throw new NotFound('contractor with the license number', input.licenseNumber);
  const { distance: _none, ...item } = toListItem(row, californiaDay(new Date()), null);
  return {
    ...item,
    fullName: namesOf(row).fullName,
    filed: {
      businessName: row.businessName,
      dbaName: row.dbaName,
      fullBusinessName: row.fullBusinessName,
      secondNameType: row.secondNameType,
      city: row.city,
    },
    region: row.region,
    zipCode: row.zipCode,
    secondaryStatus: row.secondaryStatus,
    issueDate: row.issueDate,
    reissueDate: row.reissueDate,
    inactivationDate: row.inactivationDate,
    reactivationDate: row.reactivationDate,
    asbestosRegistration: row.asbestosRegistration,
    workersComp: {
      coverageType: row.workersCompCoverageType,
      insurer: row.workersCompInsurer,
      effectiveDate: row.workersCompEffectiveDate,
      expirationDate: row.workersCompExpirationDate,
      cancellationDate: row.workersCompCancellationDate,
      suspensionDate: row.workersCompSuspensionDate,
    },
    contractorBond: bondOf(row, 'contractorBond'),
    workerBond: bondOf(row, 'workerBond'),
    disciplinaryBond: bondOf(row, 'disciplinaryBond'),
    asOf: row.asOf,
    goneAt: row.goneAt,
  };
}

/** A bond of the row; null if the file does not mention one. */
function bondOf(row: BondRow, kind: 'contractorBond' | 'workerBond' | 'disciplinaryBond'): Bond | null {
  const bond = {
    surety: row[`${kind}Surety`],
    effectiveDate: row[`${kind}EffectiveDate`],
    cancellationDate: row[`${kind}CancellationDate`],
    amountCents: row[`${kind}AmountCents`],
  };
  return Object.values(bond).some((fact) => fact !== null) ? bond : null;
}

const neighborCount = 8;
/** A contractor further away than this is not a neighbor. */
const neighborhood = Math.round(toMeters(100));

const origin = [
  computed({ longitude: 'number | null', latitude: 'number | null', isPlanar: 'boolean' }),
  pick(californiaContractors, ['classifications']),
] as const;
const distance = computed({ meters: 'number' });

/**
 * Up to eight contractors in good standing nearest to this one that share a trade with it, nearest first.
 * Empty if its place is unknown or far from California.
 */
export async function listNeighbors(tx: Transaction, input: GetLicenseInput): Promise<ContractorListItem[]> {
  const { sql } = tx;
  const on = californiaDay(new Date());
  const [own] = await rowsOf(sql, ...origin)`
    select ST_X(location::geometry) as longitude, ST_Y(location::geometry) as latitude,
           albers is not null as "isPlanar", ${origin[1](sql)}
    from california_contractors where license_number = ${input.licenseNumber}`;
  if (!own?.isPlanar || own.longitude === null || own.latitude === null) return [];
  const { longitude, latitude } = own;
  const place = { longitude, latitude, label: input.licenseNumber };
  planForEachValue(tx);
  const rows = await rowsOf(sql, listShape, distance)`
    select ${listColumns(sql)}, ${metersFrom(sql, place)} as meters
    from california_contractors
    where ${presentAround(sql, place, neighborhood)}
      and classifications && ${codesOf(own.classifications).classifications}::text[]
      and license_number <> ${input.licenseNumber}
      and ${inGoodStanding(sql, on)}
    order by ${pointNearness(sql, place)}
    limit ${neighborCount}`;
  return rows.map((row) => toListItem(row, on, row.meters));
}
