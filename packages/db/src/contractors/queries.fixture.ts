import {
  contractorFacets,
  contractorFilters,
  countFacetsInput,
  listContractorChangesInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { parseText } from '../engine/text-query.ts';
import { findPlace } from '../places/queries.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listContractorChanges } from './queries/changes.ts';
import { countContractors } from './queries/count.ts';
import { getContractorSnapshot, listCountyCounts } from './queries/counties.ts';
import { exportContractors } from './queries/export.ts';
import { findExtent } from './queries/extent.ts';
import { countFacets } from './queries/facets.ts';
import { leaveAside, takeExclusions } from './queries/left-out.ts';
import { getLicense, listNeighbors } from './queries/license.ts';
import { listLicenseChanges } from './queries/license-changes.ts';
import { readLicensesInBrief } from './queries/licenses-in-brief.ts';
import { readLicenses } from './queries/licenses-in-words.ts';
import { listColumns, listShape } from './queries/list-items.ts';
import { mapContractors } from './queries/map.ts';
import { listMatches } from './queries/matches.ts';
import { readMeaning } from './queries/meaning.ts';
import { findMoreBefore } from './queries/more-places.ts';
import { readPlace, readUnknown } from './queries/near.ts';
import { findPage } from './queries/page.ts';
import { readShaped } from './queries/page-rows.ts';
import { getLicensePeople } from './queries/people.ts';
import { getPersonnel } from './queries/personnel.ts';
import { findPlaceIn } from './queries/place-in-words.ts';
import { isName, isRatherCity } from './queries/rather-city.ts';
import { freshMeaning, recallMeaning } from './queries/recalled-meaning.ts';
import { searchContractors, searchContractorTable } from './queries/search.ts';
import { correctWords, countWords } from './queries/spelling.ts';
import { withState } from './queries/state-in-words.ts';

const visitor = { kind: 'visitor' } as const;

export async function queryRuns({
  db,
  system,
  member,
  administrator,
  find,
  runNow,
}: Association): Promise<Record<string, QueryRun[]>> {
  const licenseNumber = await find(
    `select license_number from california_contractors where location is not null order by license_number`,
  );
  const elsewhere = await find(
    `select license_number from california_contractors where license_number <> '${licenseNumber}' order by license_number limit 1`,
  );
  await db.write(
    system,
    ({ sql }) => sql`
      update california_contractors set location = null, location_precision = null where license_number = ${elsewhere}`,
  );
  await find(
    `update california_contractors set business_name = 'AFFORDABLE ROOFING', classifications = '{C39}', workers_comp_coverage_type = null where license_number = '${elsewhere}' returning 1`,
  );
  const soleOwner = await find(
    `select license_number from california_contractors where full_business_name is not null and county = 'Alameda' and location is not null order by license_number limit 1`,
  );
  await find(`update contractor_import_runs set outcome = 'refused', refusal = 'For a test.' returning id`);
  await runNow('getContractorSnapshot', [visitor, getContractorSnapshot]);
  await runNow('getLicense', [visitor, (tx) => getLicense(tx, { licenseNumber })]);
  await runNow('getLicensePeople', [visitor, (tx) => getLicensePeople(tx, { licenseNumber })]);
  await find(`update contractor_import_runs set outcome = 'accepted', refusal = null returning id`);
  // The first load writes no changes.
  await db.write(
    system,
    ({ sql }) => sql`
      insert into contractor_changes (import_run_id, license_number, kind, before, after)
      select id, ${licenseNumber}, 'gone', null, null from contractor_import_runs`,
  );
  await addPeople(find, licenseNumber, elsewhere);
  const view = { window: [-125, 32, -114, 42], zoom: 6 };
  const search = (typed: object): QueryRun => [
    visitor,
    (tx) => searchContractors(tx, searchContractorsInput.parse(typed)),
  ];
  return {
    listContractorChanges: [
      [system, (tx) => listContractorChanges(tx, listContractorChangesInput.parse({}))],
    ],
    countContractors: [
      [visitor, (tx) => countContractors(tx, contractorFilters.parse({ q: 'construction' }))],
    ],
    countFacets: [
      [
        visitor,
        (tx) => countFacets(tx, countFacetsInput.parse({ q: 'construction', facets: [...contractorFacets] })),
      ],
    ],
    findExtent: [
      [visitor, (tx) => findExtent(tx, contractorFilters.parse({ q: 'construction' }))],
      [visitor, (tx) => findExtent(tx, contractorFilters.parse({ q: 'zyzzyva zyzzyva' }))],
    ],
    readLicensesInBrief: [[visitor, (tx) => readLicensesInBrief(tx, [licenseNumber, elsewhere])]],
    listCountyCounts: [[visitor, listCountyCounts]],
    getContractorSnapshot: [[visitor, getContractorSnapshot]],
    exportContractors: [
      [visitor, (tx) => exportContractors(tx, searchContractorsInput.parse({}))],
      [visitor, (tx) => exportContractors(tx, searchContractorsInput.parse({ near: '94601' }))],
    ],
    getLicense: [
      [visitor, (tx) => getLicense(tx, { licenseNumber })],
      [visitor, (tx) => getLicense(tx, { licenseNumber: elsewhere })],
      [member, (tx) => getLicense(tx, { licenseNumber })],
    ],
    getLicensePeople: [
      [visitor, (tx) => getLicensePeople(tx, { licenseNumber })],
      [visitor, (tx) => getLicensePeople(tx, { licenseNumber: elsewhere })],
    ],
    getPersonnel: [[administrator, (tx) => getPersonnel(tx, { licenseNumber })]],
    listNeighbors: [
      [visitor, (tx) => listNeighbors(tx, { licenseNumber })],
      [visitor, (tx) => listNeighbors(tx, { licenseNumber: elsewhere })],
    ],
    mapContractors: [
      [visitor, (tx) => mapContractors(tx, mapContractorsInput.parse(view))],
      [visitor, (tx) => mapContractors(tx, mapContractorsInput.parse({ ...view, q: 'electric' }))],
      [visitor, (tx) => mapContractors(tx, mapContractorsInput.parse({ ...view, q: soleOwner }))],
    ],
    listLicenseChanges: [[system, (tx) => listLicenseChanges(tx, { licenseNumber })]],
    listMatches: [
      [
        visitor,
        (tx) => listMatches(tx, contractorFilters.parse({ q: 'construction', near: '94601' }), 5_000),
      ],
    ],
    freshMeaning: [[visitor, (tx) => freshMeaning(tx, contractorFilters.parse({ near: 'Oakland' }))]],
    recallMeaning: [[visitor, (tx) => recallMeaning(tx, contractorFilters.parse({ near: 'Oakland' }))]],
    searchContractorTable: [
      [visitor, (tx) => searchContractorTable(tx, searchContractorsInput.parse({ near: '94601' }))],
      [visitor, (tx) => searchContractorTable(tx, searchContractorsInput.parse({ q: 'nobody' }))],
    ],
    readMeaning: [[visitor, (tx) => readMeaning(tx, contractorFilters.parse({ near: 'Oakland' }))]],
    readPlace: [
      [visitor, (tx) => readPlace(tx, 'Bay Area')],
      [visitor, (tx) => readPlace(tx, 'Oakland or Fresno')],
    ],
    readUnknown: [
      [visitor, (tx) => readUnknown(tx, [{ as: 'unknown-place', typed: 'in oak', name: 'oak' }])],
    ],
    correctWords: [[visitor, (tx) => correctWords(tx, ['constructoin'])]],
    countWords: [[visitor, (tx) => countWords(tx, ['construction'], 'constr')]],
    withState: [[visitor, (tx) => withState(tx, 'plumber Portland OR')]],
    readLicenses: [
      [visitor, (tx) => readLicenses(tx, contractorFilters.parse({ q: licenseNumber }))],
      [visitor, (tx) => readLicenses(tx, contractorFilters.parse({ q: '1000001, 1000002' }))],
      [visitor, (tx) => readLicenses(tx, contractorFilters.parse({ q: 'acme 1000001' }))],
    ],
    findMoreBefore: [
      [
        visitor,
        async (tx) => {
          const last = await findPlace(tx, 'Berkeley');
          const words = ['plumber', 'oakland', 'and', 'berkeley'];
          return last && findMoreBefore(tx, last, { words, before: words.slice(0, 3), begin: 0 });
        },
      ],
    ],
    isRatherCity: [[visitor, (tx) => isRatherCity(tx, ['oakland'])]],
    isName: [[visitor, (tx) => isName(tx, ['affordable', 'roofing'])]],
    leaveAside: [[visitor, (tx) => leaveAside(tx, parseText('affordable roofing'))]],
    takeExclusions: [[visitor, (tx) => takeExclusions(tx, parseText('painters not in Oakland').parts)]],
    findPlaceIn: [[visitor, (tx) => findPlaceIn(tx, parseText('plumber oakland').parts)]],
    findPage: [
      [
        visitor,
        async (tx) => {
          const input = searchContractorsInput.parse({});
          const reader = readShaped(tx, listShape, listColumns(tx.sql));
          return findPage(tx, input, await freshMeaning(tx, input), reader);
        },
      ],
    ],
    searchContractors: [
      search({ q: licenseNumber.slice(0, 3) }),
      search({ q: 'construction' }),
      search({ q: 'construction', sort: 'name' }),
      search({ q: 'construction', near: '94601', miles: 100 }),
      search({ near: '94601' }),
      search({ q: 'plumbing', counties: ['Alameda'] }),
    ],
  };
}

/** People and policies of two licenses: with all facts, and with hardly any. */
async function addPeople(find: Association['find'], licenseNumber: string, elsewhere: string): Promise<void> {
  for (const kind of ['personnel', 'workers_comp']) {
    await find(`
      insert into contractor_import_runs (outcome, file_kind, file_name, file_sha256, file_bytes, importer_version, snapshot_date,
        imported_by, started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone,
        status_changes, unknown_classifications)
      values ('accepted', '${kind}', 'list.csv', '', 1, 1, '2026-01-01', 'test', now() - interval '9 years',
        now() - interval '9 years', 1, 1, 0, 0, 0, 0, '{}', '{}')
      returning id`);
  }
  const columns = `digest, license_number, name, titles, classes, class_statuses, associated_dates, disassociated_dates`;
  const facts = `'{Responsible Managing Employee}', '{B}', '{Y}', '{2020-01-02}', '{2099-01-02}'`;
  await find(`
    insert into contractor_personnel (${columns}, last_updated, record_type, sequence_number, name_type, surety_type, bond_surety,
      bond_number, bond_amount_cents, bond_effective_date, bond_cancellation_date, joint_venture_license_type,
      joint_venture_license_number)
    values
      (gen_random_uuid(), '${licenseNumber}', 'SAMPLE PAT', ${facts}, '2026-01-01', 'Class/Title', '1', 'Principal', 'Qualifier',
       'MODEL SURETY', '1', 2500000, '2020-01-02', '2099-01-02', 'Corporation', '${elsewhere}')
    returning digest`);
  await find(`
    insert into contractor_personnel (${columns})
    values (gen_random_uuid(), '${elsewhere}', 'SAMPLE KIM', '{}', '{B}', '{}', '{}', '{}') returning digest`);
  await find(`
    insert into contractor_personnel (${columns}, joint_venture_license_number)
    values (gen_random_uuid(), '${licenseNumber}', 'SAMPLE JV', '{}', '{}', '{}', '{}', '{}', '1') returning digest`);
  await find(`
    insert into contractor_policies (digest, license_number, license_type, last_updated, coverage_type, insurer, policy_number,
      effective_date, expiration_date, cancellation_date, suspension_date)
    values (gen_random_uuid(), '${licenseNumber}', 'C', '2026-01-01', 'Exempt', 'EXAMPLE CASUALTY', '1', '2026-01-01', '2027-01-01',
      '2026-06-01', '2026-06-02')
    returning digest`);
  await find(
    `insert into contractor_policies (digest, license_number) values (gen_random_uuid(), '${elsewhere}') returning digest`,
  );
}
