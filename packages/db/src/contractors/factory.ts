import { randomUUID } from 'node:crypto';
import { desc } from 'drizzle-orm';
import { openBuilder } from '../engine/builder.ts';
import type { Client } from '../engine/connection.ts';
import { coordinatesOf, type New, type WithLocation } from '../tools/testing/sample.ts';
import { replaceCityNames } from './import/city-names.ts';
import type { StandingFacts } from './standing/facts.ts';
import { contractorPersonnel, contractorPolicies } from './tables/board-people.ts';
import { contractorChanges, contractorImportRuns } from './tables/import-runs.ts';
import { californiaContractors } from './tables/register.ts';

type Columns = New<
  typeof californiaContractors,
  | 'businessName'
  | 'dbaName'
  | 'mailingAddress'
  | 'businessPhone'
  | 'city'
  | 'zipCode'
  | 'county'
  | 'region'
  | 'isNamcMember'
> &
  Partial<StandingFacts>;

/**
 * The part of a contractor that a test states; the rest is filled in. Positions are `[longitude, latitude]`.
 */
export interface ContractorSample
  extends Columns,
    WithLocation,
    Pick<typeof californiaContractors.$inferInsert, 'licenseNumber'> {}

const usual = {
  businessName: 'EXAMPLE BUILDERS INC',
  dbaName: null,
  mailingAddress: '1 TEST WAY',
  businessPhone: '+15105550100',
  city: 'OAKLAND',
  zipCode: '94612',
  county: 'Alameda',
  region: 'NORTH',
  businessType: 'Corporation',
  classifications: ['B'],
  primaryStatus: 'CLEAR',
  secondaryStatus: null,
  pendingSuspension: null,
  pendingClassRemoval: null,
  pendingClassReplacement: null,
  issueDate: '2015-06-01',
  reissueDate: null,
  lastUpdated: '2026-01-15',
  expirationDate: '2099-12-31',
  inactivationDate: null,
  reactivationDate: null,
  contractorBondEffectiveDate: '2025-01-01',
  contractorBondCancellationDate: null,
  workerBondEffectiveDate: null,
  workerBondCancellationDate: null,
  disciplinaryBondEffectiveDate: null,
  disciplinaryBondCancellationDate: null,
  disciplinaryBondRequiredDate: null,
  qualifierBondCancellationDate: null,
  qualifierBondHolderLeavesOn: null,
  qualifierBondNextOn: null,
  qualifierLeavesOn: null,
  qualifierGapFrom: null,
  qualifierGapUntil: null,
  classDepartures: null,
  policyCancellationDate: null,
  policyExpirationDate: null,
  policySuspensionDate: null,
  policyEffectiveDate: null,
  barredMembers: null,
  workersCompCoverageType: "Workers' Compensation Insurance",
  workersCompEffectiveDate: '2025-01-01',
  workersCompExpirationDate: null,
  workersCompCancellationDate: null,
  workersCompSuspensionDate: null,
  isNamcMember: false,
  goneAt: null,
  returnedAt: null,
  keptFromDate: null,
  location: [-122.2711, 37.8044],
} satisfies Columns & WithLocation;

/** The server takes at most 65,535 parameters in one statement. */
const insertedAtOnce = 1_000;

/** Adds contractors, and rebuilds the word table, the county counts and the names of cities, as an import does. */
export async function addContractors(owner: Client, samples: ContractorSample[]): Promise<void> {
  const rows = samples.map((sample) => {
    const { location, ...facts } = { ...usual, ...sample };
    return {
      ...facts,
      state: 'CA',
      location: coordinatesOf({ location }),
      locationPrecision: location ? ('zip' as const) : null,
    };
  });
  await owner.begin(async (sql) => {
    await sql`set local role import_role`;
    const orm = openBuilder(sql);
    for (let at = 0; at < rows.length; at += insertedAtOnce) {
      await orm.insert(californiaContractors).values(rows.slice(at, at + insertedAtOnce));
    }
    await sql`delete from contractor_words`;
    await sql`
      insert into contractor_words (word, contractors)
      select word, ndoc from ts_stat('select search_vector from california_contractors')`;
    await sql`delete from contractor_county_counts`;
    await sql`
      insert into contractor_county_counts (county, region, contractors, clear, members)
      select county, min(region), count(*), count(*) filter (where primary_status = 'CLEAR'),
             count(*) filter (where is_namc_member)
      from california_contractors where county is not null and gone_at is null group by county`;
    await replaceCityNames(sql);
  });
}

/** Adds rows of the board's files of people and of policies. */
export async function addPeopleOfLicenses(
  owner: Client,
  people: Omit<typeof contractorPersonnel.$inferInsert, 'digest'>[],
  policies: Omit<typeof contractorPolicies.$inferInsert, 'digest'>[],
): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`set local role import_role`;
    const orm = openBuilder(sql);
    const withDigest = <Row>(row: Row) => ({ ...row, digest: randomUUID() });
    await orm.insert(contractorPersonnel).values(people.map(withDigest));
    await orm.insert(contractorPolicies).values(policies.map(withDigest));
  });
}

/** Adds changes that the last recorded file brought. */
export async function addContractorChanges(
  owner: Client,
  changes: Omit<typeof contractorChanges.$inferInsert, 'importRunId'>[],
): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`set local role import_role`;
    const orm = openBuilder(sql);
    const [run] = await orm
      .select({ importRunId: contractorImportRuns.id })
      .from(contractorImportRuns)
      .orderBy(desc(contractorImportRuns.finishedAt))
      .limit(1);
    if (!run) throw new Error('Record a file first.');
    await orm.insert(contractorChanges).values(changes.map((change) => ({ ...change, ...run })));
  });
}
