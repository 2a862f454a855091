import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { fileOf, firms, importing } from './files.fixture.ts';
import { personnelColumns } from './personnel-file.ts';
import { policyColumns } from './policy-file.ts';

const { portal, importFile, rowsOf } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_personnel, contractor_policies`;
  await superuser.end();
});

const fileWith = (columns: readonly (readonly [string, string])[], ...rows: string[]) =>
  `${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
const people = (...rows: string[]) => fileWith(personnelColumns, ...rows);
const policies = (...rows: string[]) => fileWith(policyColumns, ...rows);

const officer =
  '2000000,01/02/2026, Class/Title,1, Principal, SAMPLE              PAT            Q, Officer| Responsible Managing Officer, | C10, N| Y, 03/06/2002| 11/06/2018, 04/04/2007| ,,,,,,,,';
const qualifierBond =
  '2000000,01/02/2026, Bond,2, Principal, SAMPLE PAT Q, , , , , , Qualifier, MODEL SURETY, 77, 25000, 01/02/2026, ,,';
const venture =
  '2000001,01/03/2026, Joint Venture,1, Business, SAMPLE JV, , , , , ,,,,,,, Corporation, 2000000';
const policy = (license: string, number = '1') =>
  `C,${license},01/02/2026,Workers' Compensation Insurance,EXAMPLE CASUALTY, WCC${number}, 01/02/2026, 01/02/2027,,`;

describe('the file of people', () => {
  it('is known by its header, and keeps each fact with its type', async () => {
    const summary = await importFile(people(officer, qualifierBond, venture));
    expect(summary).toMatchObject({
      read: 3,
      added: 3,
      rejected: 0,
      firstLoad: true,
      snapshotDate: '2026-01-03',
    });
    const [row] = await rowsOf(
      `select to_jsonb(p) - 'digest' as row from contractor_personnel p where sequence_number = '1' and license_number = '2000000'`,
    );
    expect(row?.row).toMatchObject({
      name: 'SAMPLE PAT Q',
      titles: ['Officer', 'Responsible Managing Officer'],
      classes: [null, 'C10'],
      class_statuses: ['N', 'Y'],
      associated_dates: ['2002-03-06', '2018-11-06'],
      disassociated_dates: ['2007-04-04', null],
      bond_surety: null,
    });
    expect(
      await rowsOf(
        `select bond_surety as s, bond_amount_cents as a from contractor_personnel where bond_number = '77'`,
      ),
    ).toEqual([{ s: 'MODEL SURETY', a: 2_500_000 }]);
    expect(await rowsOf('select file_kind as k from contractor_import_runs')).toEqual([{ k: 'personnel' }]);
  });

  it('adds what is new, takes away what the next file lacks, and leaves the licenses alone', async () => {
    await importFile(fileOf(...firms(3)));
    await importFile(people(officer, qualifierBond, venture));
    expect(await importFile(people(officer, qualifierBond, venture))).toMatchObject({ outcome: 'unchanged' });
    const later = venture.replace('01/03/2026', '01/09/2026');
    expect(await importFile(people(officer, qualifierBond, later))).toMatchObject({
      added: 1,
      gone: 1,
      unchanged: 2,
      firstLoad: false,
    });
    expect(await rowsOf('select count(*) as n, count(gone_at) as gone from california_contractors')).toEqual([
      { n: 3, gone: 0 },
    ]);
    // The file of licenses comes after the others, and is compared with its own kind alone.
    expect(await importFile(fileOf(...firms(3), { LicenseNo: '3000000' }))).toMatchObject({ added: 1 });
  });

  it('keeps the row of a line that cannot be read', async () => {
    const others = Array.from({ length: 40 }, (_, at) => officer.replace('2000000', String(3_000_000 + at)));
    await importFile(people(officer, ...others));
    const broken = officer.replace('11/06/2018', 'soon');
    expect(await importFile(people(broken, ...others))).toMatchObject({
      rejected: 1,
      gone: 0,
      unchanged: 40,
    });
    const nameless = people(`?${officer.slice(7)}`, ...others.slice(1));
    expect(await importFile(nameless)).toMatchObject({ rejected: 1, gone: 0 });
  });

  it('is refused if it was cut, and if it lacks a column', async () => {
    await expect(importFile(people(officer, venture).slice(0, -30))).rejects.toThrow('it was cut short');
    const renamed = people(officer).replace('SEQ-NO', 'Number');
    await expect(importFile(renamed, { force: true })).rejects.toThrow(
      'The header lacks the column "SEQ-NO", and has the column "Number", which PersonnelData does not have.',
    );
  });
});

describe('the file of policies', () => {
  it('is known by its header, in any order, and keeps policies of licenses that have ended', async () => {
    const file = policies(policy('2000000'), policy('2000000', '2'), policy('42'));
    expect(await importFile(file)).toMatchObject({ read: 3, added: 3, rejected: 0 });
    expect(
      await rowsOf(
        `select policy_number as p, insurer as i, expiration_date as e from contractor_policies where license_number = '42'`,
      ),
    ).toEqual([{ p: 'WCC1', i: 'EXAMPLE CASUALTY', e: '2027-01-02' }]);
    const shorter = policies(policy('2000000'), policy('42'));
    await expect(importFile(shorter)).rejects.toThrow('The file has 2 rows, under 80% of the 3 in the table');
    expect(await importFile(shorter, { force: true })).toMatchObject({
      added: 0,
      unchanged: 2,
    });
  });
});
