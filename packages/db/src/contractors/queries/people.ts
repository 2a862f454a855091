import type { GetLicenseInput } from '@namc/inputs/contractors';
import type { DepartureFacts } from '@namc/inputs/departures';
import { optional, pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { californiaDay } from '../standing/california-day.ts';
import { isJointVenture } from '../standing/coverage.ts';
import { departuresOf } from '../standing/departure.ts';
import { type FileAge, fileAge } from '../standing/file-age.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { type CoverageBeside, type CoverageFacts, coverageBeside } from '../standing/policies.ts';
import { type Qualifier, qualifierOf, qualifiersInWords, successionInWords } from '../standing/qualifiers.ts';
import { californiaContractors } from '../tables/register.ts';
import { nameColumns, namesOf } from './names.ts';

const own = pick(californiaContractors, {
  businessType: 'businessType',
  classifications: 'classifications',
  qualifierLeavesOn: 'qualifierLeavesOn',
  qualifierGapFrom: 'qualifierGapFrom',
  qualifierGapUntil: 'qualifierGapUntil',
  classDepartures: 'classDepartures',
  keptFromDate: 'keptFromDate',
  coverageType: 'workersCompCoverageType',
  insurer: 'workersCompInsurer',
  effectiveDate: 'workersCompEffectiveDate',
  expirationDate: 'workersCompExpirationDate',
  cancellationDate: 'workersCompCancellationDate',
  suspensionDate: 'workersCompSuspensionDate',
});
const files = computed({
  asOf: 'string | null',
  peopleAsOf: 'string | null',
  policiesAsOf: 'string | null',
});
const qualifier = computed({
  titles: 'string[]',
  classes: 'string[]',
  classUntils: 'string[]',
  since: 'string | null',
  until: 'string | null',
  hasBond: 'boolean',
  bondEffectiveDate: 'string | null',
  bondCancellationDate: 'string | null',
});
const venture = computed({ number: 'string' });
const partner = optional(pick(californiaContractors, nameColumns, 'c'));
const policy = computed({
  coverageType: 'string | null',
  insurer: 'string | null',
  effectiveDate: 'string | null',
  expirationDate: 'string | null',
  cancellationDate: 'string | null',
  suspensionDate: 'string | null',
});

/** The facts that everyone may know about the people and policies of a license: no person's name, and no number of a bond or policy. */
export interface LicensePeople {
  /** Null if no personnel file was ever loaded. */
  people:
    | (FileAge & {
        /** The people who qualify the license, in one sentence. */
        words: string;
        qualifiers: Qualifier[];
        /** Null for a license that is no joint venture and stands in none. */
        jointVenture: {
          /** True for the venture itself, whose members these are; false for a member, whose ventures they are. */
          isVenture: boolean;
          licenses: {
            licenseNumber: string;
            /** The firm's name; null for a license that the portal does not know. */
            name: string | null;
          }[];
        } | null;
      })
    | null;
  /** The workers' comp file beside the license file. Null if no workers' comp file was ever loaded. */
  coverage: (FileAge & CoverageBeside) | null;
}

/**
 * The qualifiers of a license, the bond of each, its joint ventures, and the word of the board's workers' comp file, each with the date
 * of its own file.
 * @throws NotFound if no file ever held the license.
 */
export async function getLicensePeople(tx: Transaction, input: GetLicenseInput): Promise<LicensePeople> {
  const { sql } = tx;
  const { licenseNumber } = input;
  const [license] = await rowsOf(sql, own, files)`
    select ${own(sql)}, ${lastFileDate(sql)} as "asOf", ${lastFileDate(sql, 'personnel')} as "peopleAsOf",
           ${lastFileDate(sql, 'workers_comp')} as "policiesAsOf"
    from california_contractors where license_number = ${licenseNumber}`;
  if (!license) throw new NotFound('contractor with the license number', licenseNumber);
  const { asOf, keptFromDate, peopleAsOf, policiesAsOf, businessType, classifications } = license;
  const { qualifierLeavesOn, qualifierGapFrom, qualifierGapUntil, classDepartures, ...coverage } = license;
  const today = californiaDay(new Date());
  const departures = departuresOf(license, today);
  return {
    people: peopleAsOf
      ? {
          ...fileAge({ asOf: peopleAsOf, today }, 'The board’s personnel file', 'People and bonds'),
          ...(await qualifiersOf(tx, licenseNumber, {
            asOf: peopleAsOf,
            today,
            departures,
            listed: classifications,
          })),
          jointVenture: await jointVentureOf(tx, licenseNumber, isJointVenture(businessType)),
        }
      : null,
    coverage: policiesAsOf
      ? {
          ...fileAge({ asOf: policiesAsOf, today }, 'The board’s workers’ comp file', 'Policies'),
          ...coverageBeside(await findPolicy(tx, licenseNumber, today), coverage, {
            policiesAsOf,
            licensesAsOf: keptFromDate ?? asOf,
            today,
          }),
        }
      : null,
  };
}

/** The newest policy that has begun in the workers' comp file, or the first one that begins. */
async function findPolicy(
  { sql }: Transaction,
  licenseNumber: string,
  today: string,
): Promise<CoverageFacts | undefined> {
  const [newest] = await rowsOf(sql, policy)`
    select coverage_type as "coverageType", insurer, effective_date as "effectiveDate", expiration_date as "expirationDate",
           cancellation_date as "cancellationDate", suspension_date as "suspensionDate"
    from policies_of(${licenseNumber}) with ordinality as p (coverage_type, insurer, effective_date, expiration_date, cancellation_date,
                                                               suspension_date, place)
    order by effective_date > ${today}::date, case when effective_date > ${today}::date then -place else place end limit 1`;
  return newest;
}

async function qualifiersOf(
  { sql }: Transaction,
  licenseNumber: string,
  {
    asOf,
    today,
    ...succession
  }: { asOf: string; today: string; departures: DepartureFacts[]; listed: string[] },
): Promise<{ words: string; qualifiers: Qualifier[] }> {
  const rows = await rowsOf(sql, qualifier)`
    select titles, classes, array(
             select coalesce(until::text, '') from unnest(class_untils) with ordinality as u (until, at) order by at
           ) as "classUntils", since, until, has_bond as "hasBond", bond_effective_date as "bondEffectiveDate",
           bond_cancellation_date as "bondCancellationDate"
    from qualifiers_of(${licenseNumber})`;
  const qualifiers = rows.map((row) => qualifierOf(row, today));
  const next = successionInWords(rows, succession);
  return { words: [qualifiersInWords(qualifiers, asOf), ...next].join(' '), qualifiers };
}

type JointVenture = NonNullable<LicensePeople['people']>['jointVenture'];

async function jointVentureOf(
  { sql }: Transaction,
  licenseNumber: string,
  isVentureItself: boolean,
): Promise<JointVenture> {
  const rows = await rowsOf(sql, venture, partner)`
    select v.license_number as number, ${partner(sql)}
    from joint_ventures_of(${licenseNumber}) v left join california_contractors c on c.license_number = v.license_number`;
  if (rows.length === 0) return null;
  // A row may stand with the venture or with its member. The kind of business alone tells which is which.
  return {
    isVenture: isVentureItself,
    licenses: rows.map(({ number, businessName, ...names }) => ({
      licenseNumber: number,
      name: businessName === null ? null : namesOf({ ...names, businessName }).name,
    })),
  };
}
