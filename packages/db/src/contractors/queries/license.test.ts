import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countFacetsInput, searchContractorsInput } from '@namc/inputs/contractors';
import { dayWords } from '@namc/inputs/day-words';
import { beforeAll, describe, expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { importContractors } from '../import/import-contractors.ts';
import { headerNames } from '../import/master-file.ts';
import { californiaDay } from '../standing/california-day.ts';
import { exportContractors } from './export.ts';
import { countFacets } from './facets.ts';
import { getLicense, listNeighbors } from './license.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();

type Facts = Partial<Record<(typeof headerNames)[number], string>>;

/** The day that many days from today in California, as the portal has it. */
const day = (days: number) => {
  const date = new Date(`${californiaDay(new Date())}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};
/** The same as the board writes it. */
const filed = (days: number) => day(days).replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');

/** The age of the file. */
const fileDay = -8;

const usual: Facts = {
  LastUpdate: filed(fileDay),
  MailingAddress: '1 TEST WAY',
  City: 'OAKLAND',
  State: 'CA',
  County: 'Alameda',
  ZIPCode: '94601',
  BusinessPhone: '(510) 555 0100',
  BusinessType: 'Corporation',
  IssueDate: '01/02/2020',
  ExpirationDate: filed(400),
  PrimaryStatus: 'CLEAR',
  'Classifications(s)': 'B',
  WorkersCompCoverageType: 'Exempt',
  WCEffectiveDate: filed(-300),
  CBSuretyCompany: 'MODEL SURETY',
  CBNumber: '1',
  CBEffectiveDate: filed(-300),
  CBAmount: '25000',
};
const insured: Facts = {
  WorkersCompCoverageType: "Workers' Compensation Insurance",
  WCInsuranceCompany: 'SAMPLE MUTUAL',
};

const firms: Record<string, Facts> = {
  good: {},
  pendingComp: { SecondaryStatus: 'WC Susp Pending', ...insured, WCExpirationDate: filed(-32) },
  probation: {
    SecondaryStatus: '7073E Probation| DISC Bond Filed',
    DBSuretyCompany: 'SAMPLE SURETY',
    DBNumber: '2',
    DBEffectiveDate: filed(-600),
    DBAmount: '30000',
    DateRequired: filed(130),
    DBBondReason: 'Conditional',
  },
  classLoss: { PendingClassRemoval: filed(24), SecondaryStatus: 'Class Removal Pending' },
  datedSuspension: { PendingSuspension: filed(19) },
  canceledComp: {
    LastUpdate: filed(-113),
    ...insured,
    WCExpirationDate: filed(11),
    WCCancellationDate: filed(-72),
  },
  since: {
    LastUpdate: filed(-218),
    PrimaryStatus: 'Contr Bond Susp',
    CBCancellationDate: filed(-218),
  },
  entitySuspended: { PrimaryStatus: 'JDG Entity Susp' },
  oddStatus: { PrimaryStatus: 'Odd Susp', SecondaryStatus: 'Odd Note', WorkersCompCoverageType: 'Odd Cover' },
  workerBond: {
    BusinessType: 'Limited Liability',
    WBSuretyCompany: 'SAMPLE SURETY',
    WBNumber: '3',
    WBEffectiveDate: filed(-300),
    WBCancellationDate: filed(24),
    WBAmount: '100000',
  },
  noCover: { WorkersCompCoverageType: 'License does not have current W/C', WCEffectiveDate: '' },
  lapsed: { LastUpdate: filed(-298), ...insured, WCExpirationDate: filed(-270) },
  exemptRoofer: { 'Classifications(s)': 'C39' },
  revoked: { PrimaryStatus: 'Revoked' },
  exemptFour: { 'Classifications(s)': 'C-8| C20| C22| C49' },
};
const numbers = Object.fromEntries(Object.keys(firms).map((name, at) => [name, String(8_800_001 + at)]));
const numberOf = (name: keyof typeof firms) => numbers[name] as string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-license-'));
  const file = join(folder, 'master.csv');
  const lines = Object.entries(firms).map(([name, facts]) => {
    const all: Facts = {
      ...usual,
      LicenseNo: numberOf(name),
      BusinessName: `SAMPLE ${name.toUpperCase()} INC`,
      ...facts,
    };
    return headerNames.map((header) => all[header] ?? '').join(',');
  });
  await writeFile(file, `${[headerNames.join(','), ...lines].join('\r\n')}\r\n`);
  const summary = await importContractors({
    url: portal.importUrl,
    embedded: false,
    file,
    importedBy: 'test',
  });
  expect(summary).toMatchObject({ read: lines.length, rejected: 0, snapshotDate: day(fileDay) });
  expect(summary.notes).toContain(
    'Statuses or kinds of coverage that we have no description of, with their licenses: “Odd Cover” (1), “Odd Note” (1), “Odd Susp” (1).',
  );
  const [run] = await portal.owner`select unknown_statuses from contractor_import_runs`;
  expect(run?.unknown_statuses).toEqual({ 'Odd Cover': 1, 'Odd Note': 1, 'Odd Susp': 1 });
  await rm(folder, { recursive: true });
});

const license = (name: keyof typeof firms, on?: string) =>
  portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: numberOf(name), ...(on && { on }) }));

describe('the standing of an imported license', () => {
  it.each([
    ['good', 'good', null],
    ['pendingComp', 'pending', 'suspension for workers’ compensation pending'],
    ['probation', 'pending', 'on probation'],
    ['classLoss', 'pending', `removal of a classification pending for ${dayWords(day(24))}`],
    ['datedSuspension', 'pending', `suspension pending for ${dayWords(day(19))}`],
    ['canceledComp', 'pending', `coverage in the file was canceled on ${dayWords(day(-72))}`],
    ['since', 'suspended', 'The contractor bond is canceled or missing.'],
    [
      'entitySuspended',
      'suspended',
      'A court judgment against a firm that shares an officer or owner is unpaid.',
    ],
    ['workerBond', 'pending', `The LLC worker bond will be canceled on ${dayWords(day(24))}.`],
    ['noCover', 'pending', 'No workers’ compensation coverage is on file.'],
    ['lapsed', 'pending', `policy in the file ended on ${dayWords(day(-270))}`],
    ['exemptRoofer', 'pending', 'C-39 needs coverage with or without employees'],
    ['exemptFour', 'pending', 'C-8, C-20, C-22 and C-49 need coverage with or without employees'],
  ])('%s is %s: %s', async (name, kind, words) => {
    const { standing, ...facts } = await license(name);
    expect(standing.kind).toBe(kind);
    const said = [
      standing.note,
      ...[...standing.inferences, ...standing.changes, ...standing.notes].map((f) => f.words),
    ];
    if (words === null) expect(standing.note).toBeNull();
    else expect(said.join(' ')).toContain(words);
    expect(standing).toMatchObject({ asOf: day(fileDay), age: 'old', on: day(0) });
    expect(standing.board.words).toContain(`The board’s file of ${dayWords(day(fileDay))}`);
    const listed = await portal.db.read(visitor, (tx) =>
      searchContractors(tx, searchContractorsInput.parse({ q: facts.licenseNumber })),
    );
    expect(listed.contractors).toMatchObject([
      { standing: { kind, group: standing.group, short: standing.short, note: standing.note } },
    ]);
  });

  it('is told for another day', async () => {
    expect((await license('workerBond', day(25))).standing).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: day(24),
    });
    expect((await license('good', day(fileDay - 1))).standing.kind).toBe('unknown');
  });

  it('names bonds and coverage in words', async () => {
    expect(await license('probation')).toMatchObject({
      workersComp: { coverage: 'Exempt: the firm certifies that it has no employees' },
      disciplinaryBond: { amountCents: 3_000_000, requiredDate: day(130), reason: 'Conditional' },
      workerBond: null,
    });
    expect((await license('workerBond')).workerBond).toMatchObject({ amountCents: 10_000_000 });
    expect((await license('oddStatus')).standing.board.unknownCodes).toEqual([
      'Odd Susp',
      'Odd Note',
      'Odd Cover',
    ]);
  });
});

describe('good standing in a search', () => {
  const found = async (standing: 'good' | 'pending' | 'not-good' | 'unknown', on?: string) => {
    const input = searchContractorsInput.parse({ standing, on });
    const page = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
    return page.contractors.map(({ licenseNumber }) => licenseNumber).sort();
  };
  const named = (...names: (keyof typeof firms)[]) => names.map(numberOf).sort();

  it('is nothing against the license, and warnings are a group of their own', async () => {
    expect(await found('good')).toEqual(named('good'));
    expect(await found('not-good')).toEqual(named('since', 'entitySuspended', 'revoked', 'oddStatus'));
    expect(await found('unknown')).toEqual([]);
    const { facets } = await portal.db.read(visitor, (tx) =>
      countFacets(tx, countFacetsInput.parse({ facets: ['standing'] })),
    );
    expect(facets.standing).toEqual([
      // The good and the pending ones together.
      { value: 'clear', count: 11, capped: false },
      { value: 'pending', count: 10, capped: false },
      { value: 'not-good', count: 4, capped: false },
      { value: 'good', count: 1, capped: false },
    ]);
  });

  it('is not known for days before the records changed', async () => {
    expect(await found('unknown', day(fileDay - 1))).toContain(numberOf('good'));
    expect(await found('not-good', day(fileDay - 1))).toEqual(named('since'));
  });

  it('counts for neighbors', async () => {
    const neighbors = await portal.db.read(visitor, (tx) =>
      listNeighbors(tx, { licenseNumber: numberOf('since') }),
    );
    expect(neighbors.map(({ licenseNumber }) => licenseNumber)).toEqual(named('good'));
  });
});

it('a download carries the standing in full', async () => {
  const { rows } = await portal.db.read(visitor, (tx) =>
    exportContractors(tx, searchContractorsInput.parse({ q: numberOf('datedSuspension') })),
  );
  expect(rows).toMatchObject([
    { standing: { kind: 'pending', asOf: day(fileDay), changes: [{ source: 'PendingSuspension' }] } },
  ]);
});
