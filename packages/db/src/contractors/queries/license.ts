import { coverageWords } from '@namc/inputs/board-codes';
import type { GetLicenseInput } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import { streetWords } from '@namc/inputs/street';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { californiaDay } from '../standing/california-day.ts';
import { exemptionEnd } from '../standing/exemption.ts';
import { momentOf, type Standing, standingOf } from '../standing/standing.ts';
import { inGoodStanding } from '../standing/standing-group.ts';
import { californiaContractors } from '../tables/register.ts';
import { metersFrom, pointNearness, presentAround } from './conditions.ts';
import {
  type ContractorListItem,
  codesOf,
  type ListRow,
  listColumns,
  listShape,
  toListItem,
} from './list-items.ts';
import { type ContractorNames, namesOf } from './names.ts';

/** The columns of a license page beyond those of a list; the standing's columns come with the list. */
const facts = pick(californiaContractors, ['region', 'asbestosRegistration']);
const workersComp = pick(californiaContractors, ['workersCompInsurer']);
const bonds = pick(californiaContractors, [
  'contractorBondSurety',
  'contractorBondAmountCents',
  'workerBondSurety',
  'workerBondAmountCents',
  'disciplinaryBondSurety',
  'disciplinaryBondAmountCents',
  'disciplinaryBondReason',
]);
/** The fields that depend on the person who is asking. `isOwn`: the license is of the firm of this active member. */
const personal = computed({ mailingAddress: 'string | null', isOwn: 'boolean' });
const exemption = computed({ exemptionEndsOn: 'string | null' });

type BondRow = ListRow & RowOf<typeof bonds>;

export interface Bond {
  surety: BondRow['contractorBondSurety'];
  effectiveDate: BondRow['contractorBondEffectiveDate'];
  cancellationDate: BondRow['contractorBondCancellationDate'];
  /** US cents. */
  amountCents: BondRow['contractorBondAmountCents'];
}

/**
 * The fields of a license that its page shows. The mailing address is null but for members and staff. Numbers of policies, bonds
 * and cases are shown to nobody.
 */
export type PublicLicense = Omit<ContractorListItem, 'distance' | 'standing'> &
  Pick<ContractorNames, 'fullName'> &
  RowOf<typeof facts> &
  RowOf<typeof personal> &
  Pick<
    ListRow,
    | 'zipCode'
    | 'secondaryStatus'
    | 'issueDate'
    | 'reissueDate'
    | 'inactivationDate'
    | 'reactivationDate'
    | 'goneAt'
    | 'asOf'
  > & {
    /** Names and city as the board writes them. */
    filed: Pick<ListRow, 'businessName' | 'dbaName' | 'fullBusinessName' | 'secondNameType' | 'city'>;
    workersComp: {
      /** In words. */
      coverage: string | null;
      insurer: RowOf<typeof workersComp>['workersCompInsurer'];
      effectiveDate: ListRow['workersCompEffectiveDate'];
      expirationDate: ListRow['workersCompExpirationDate'];
      cancellationDate: ListRow['workersCompCancellationDate'];
      suspensionDate: ListRow['workersCompSuspensionDate'];
      /** The first day on which the exemption does not count; null without one. */
      exemptionEndsOn: string | null;
    };
    contractorBond: Bond | null;
    workerBond: Bond | null;
    disciplinaryBond: (Bond & { requiredDate: string | null; reason: string | null }) | null;
    standing: Standing;
  };

/**
 * One license with its standing today in California or on another day.
 * @throws NotFound if no file ever held it.
 */
export async function getLicense({ sql }: Transaction, input: GetLicenseInput): Promise<PublicLicense> {
  const [row] = await rowsOf(sql, listShape, facts, workersComp, bonds, personal, exemption)`
    select ${listColumns(sql)}, ${facts(sql)}, ${workersComp(sql)}, ${bonds(sql)},
           to_char(${exemptionEnd(sql)}, 'YYYY-MM-DD') as "exemptionEndsOn",
           mailing_address_of(license_number) as "mailingAddress",
           exists (select from users u join company_people p on p.user_id = u.id join companies c on c.id = p.company_id
                   where u.id = current_user_id() and u.status = 'ACTIVE'
                     and c.license_number = california_contractors.license_number) as "isOwn"
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
      coverage: row.workersCompCoverageType && coverageWords(row.workersCompCoverageType),
      insurer: row.workersCompInsurer,
      effectiveDate: row.workersCompEffectiveDate,
      expirationDate: row.workersCompExpirationDate,
      cancellationDate: row.workersCompCancellationDate,
      suspensionDate: row.workersCompSuspensionDate,
      exemptionEndsOn: row.exemptionEndsOn,
    },
    contractorBond: bondOf(row, 'contractorBond'),
    workerBond: bondOf(row, 'workerBond'),
    disciplinaryBond: disciplinaryBondOf(row),
    asOf: row.keptFromDate ?? row.asOf,
    mailingAddress: row.mailingAddress && streetWords(row.mailingAddress),
    isOwn: row.isOwn,
    goneAt: row.goneAt,
    standing: standingOf(row, momentOf(row, input.on)),
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

/** The reason in words is the board's own: it is open text. */
function disciplinaryBondOf(row: BondRow): PublicLicense['disciplinaryBond'] {
  const bond = bondOf(row, 'disciplinaryBond');
  const { disciplinaryBondRequiredDate: requiredDate, disciplinaryBondReason: reason } = row;
  return bond && { ...bond, requiredDate, reason };
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
  const place = { longitude, latitude };
  tx.planForEachValue();
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
