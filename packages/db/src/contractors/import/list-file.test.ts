import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { fileOf, firms, importing } from './files.fixture.ts';
import { checkContractors } from './import-contractors.ts';
import { officer, people, policies, policy, qualifierBond, venture } from './lists.fixture.ts';
import { RefusedFile } from './refusal.ts';
import { undoImport } from './undo.ts';

const { portal, importFile, rowsOf, write } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_personnel, contractor_policies`;
  await superuser.end();
});

describe('the personnel file', () => {
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

describe('the workers’ comp file', () => {
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

describe('the header of a workers’ comp file', () => {
  it('may name its columns as the license file does, and lack what no rule needs', async () => {
    const header =
      'LicenseNumber,LastUpdate,WorkersCompCoverageType,WCInsuranceCompany,WCPolicyNumber,WCEffectiveDate,WCExpirationDate,WCCancellationDate';
    const row =
      "2000000,01/02/2026,Workers' Compensation Insurance,EXAMPLE CASUALTY,WCC1,01/02/2026,01/02/2027,";
    const summary = await importFile(`${header}\r\n${row}\r\n`);
    expect(summary).toMatchObject({ added: 1, rejected: 0 });
    expect(summary.notes).toContain('The header lacks the column "LicenseType". It was left blank.');
    expect(
      await rowsOf(
        'select license_number as l, policy_number as p, expiration_date as e from contractor_policies',
      ),
    ).toEqual([{ l: '2000000', p: 'WCC1', e: '2027-01-02' }]);
  });

  it('names the needed column that it lacks', async () => {
    const without = policies(policy('2000000')).replace('WCPolicyNo', 'Number');
    await expect(importFile(without, { force: true })).rejects.toThrow(
      'The header lacks the column "WCPolicyNo", and has the column "Number", which WorkerCompData does not have.',
    );
  });
});

describe('a personnel file that was cut', () => {
  const many = Array.from({ length: 60 }, (_, at) => [
    officer.replace('2000000', String(2_000_000 + at)),
    qualifierBond.replace('2000000', String(2_000_000 + at)),
  ]).flat();
  const whole = people(...many);
  const tally = () => rowsOf('select count(*) as n from contractor_personnel').then(([row]) => row);

  it('anywhere is refused, and changes nothing', async () => {
    await importFile(whole);
    const lines = whole.split('\r\n');
    const cuts = [
      // At the end of a row: half of the file, its last license, and within the last license.
      ...[20, 100, 115, 118, 119].map((rows) => `${lines.slice(0, rows + 1).join('\r\n')}\r\n`),
      // Within a row, and between carriage return and line feed of the row before the last.
      ...[3, 30, 80, 5_000].map((back) => whole.slice(0, whole.length - back)),
      `${lines.slice(0, 120).join('\r\n')}\r`,
    ];
    for (const cut of cuts) {
      const refusal = await importFile(cut).then(
        () => `accepted at ${cut.length} of ${whole.length}`,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(RefusedFile);
      expect(refusal).toMatchObject({ mayBeForced: true });
    }
    expect(await tally()).toEqual({ n: 120 });
  });

  it('says where it ends, or which part is missing', async () => {
    await importFile(whole);
    await expect(importFile(people(...many.slice(0, 118)))).rejects.toThrow(
      'The file ends with the license 2000058, and the last file went on to 2000059: it looks cut short.',
    );
    await expect(importFile(people(...many.slice(0, 119)))).rejects.toThrow(
      'The file ends with 1 row of the license 2000059, and the last file had 2: it looks cut short.',
    );
    await expect(importFile(people(...many.slice(0, 40), ...many.slice(62)))).rejects.toThrow(
      'The file lacks all rows of the licenses from 2000020 to 2000030: a part of it is missing.',
    );
    expect(await tally()).toEqual({ n: 120 });
  });

  it('is not mistaken for one in which some people left and others came', async () => {
    await importFile(whole);
    const later = [...many.filter((_, at) => at % 20 !== 3), officer.replace('2000000', '2000060')];
    expect(await importFile(people(...later))).toMatchObject({ added: 1, gone: 6, unchanged: 114 });
  });
});

it('a workers’ comp file that lacks most of one kind of coverage is refused', async () => {
  const all = Array.from({ length: 100 }, (_, at) =>
    at % 7 === 0 ? `C,${2_000_000 + at},01/02/2026,Exempt,,,01/02/2026,,,` : policy(String(2_000_000 + at)),
  );
  await importFile(policies(...all));
  const rest = all.filter((row, at) => !row.includes('Exempt') || at > 80);
  await expect(importFile(policies(...rest))).rejects.toThrow(
    'The file has 3 of the 15 rows of the kind “Exempt”: a part of it is missing.',
  );
  expect(await rowsOf('select count(*) as n from contractor_policies')).toEqual([{ n: 100 }]);
});

describe('a check of a personnel file', () => {
  it('tells the numbers, some rows by their licenses without a name, unknown licenses, and changes nothing', async () => {
    await importFile(fileOf(...firms(2)));
    await importFile(people(officer, qualifierBond));
    const file = await write(
      people(officer, venture, officer.replace('2000000', '42'), qualifierBond),
      'people.csv',
    );
    const checked = await checkContractors({
      url: portal.importUrl,
      embedded: false,
      file,
      importedBy: 'tester',
    });
    if (checked.outcome !== 'checked') throw new Error('It is another file.');
    const { findings } = checked;
    expect(findings).toMatchObject({ kind: 'personnel', added: 2, gone: 0, unchanged: 2, warning: null });
    expect(findings.notes).toEqual([
      '1 license of this file is not in the license file: 42. The rows are kept.',
    ]);
    expect(findings.samples.added).toEqual([
      {
        licenseNumber: '42',
        businessName: 'Not in the license file',
        city: null,
        primaryStatus: 'Class/Title, Officer, Responsible Managing Officer, C10',
      },
      {
        licenseNumber: '2000001',
        businessName: 'EXAMPLE DESERT ELECTRIC INC',
        city: 'PALM DESERT',
        primaryStatus: 'Joint Venture',
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain('SAMPLE');
    expect(await rowsOf('select count(*) as n from contractor_personnel')).toEqual([{ n: 2 }]);
    expect(
      await rowsOf(`select relname from pg_class where relnamespace = 'import_staging'::regnamespace`),
    ).toEqual([]);
  });
});

describe('an undoing', () => {
  const undo = (runId: string) =>
    undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });
  const everything = () => rowsOf('select to_jsonb(p) as row from contractor_personnel p order by digest');

  it('brings back the people as they were, takes the news back, and leaves licenses and policies alone', async () => {
    await importFile(fileOf(...firms(3)));
    const first = await importFile(people(officer, qualifierBond, venture));
    await importFile(policies(policy('2000000')));
    const before = await everything();
    const later = qualifierBond.replace('01/02/2026, ,,', '01/02/2026, 12/31/2098,,');
    const { runId } = await importFile(people(officer, later, venture.replace('SAMPLE JV', 'OTHER JV')));
    expect(await everything()).not.toEqual(before);
    expect(await rowsOf('select kind, after from contractor_changes')).toEqual([
      { kind: 'qualifier_bond_cancellation_set', after: '2098-12-31' },
    ]);
    await importFile(policies(policy('2000000'), policy('2000001')));
    expect(await undo(runId)).toEqual({ restored: 2, removed: 2, held: 0 });
    expect(await everything()).toEqual(before);
    expect(await rowsOf('select kind from contractor_changes')).toEqual([]);
    expect(await rowsOf('select count(*) as n from contractor_policies')).toEqual([{ n: 2 }]);
    await expect(undo(runId)).rejects.toThrow('This import was undone already.');
    await expect(undo(first.runId)).rejects.toThrow('The first file can’t be undone');
  });

  it('is possible for the last file of its kind alone', async () => {
    await importFile(policies(policy('2000000')));
    const second = await importFile(policies(policy('2000000'), policy('2000001')));
    const third = await importFile(policies(policy('2000000'), policy('2000001'), policy('2000002')));
    // A license file in between keeps its own rows.
    await importFile(fileOf(...firms(3)));
    await importFile(fileOf(...firms(3, { City: 'INDIO' })));
    await expect(undo(second.runId)).rejects.toThrow('Only the last import can be undone.');
    expect(await undo(third.runId)).toMatchObject({ restored: 0, removed: 1 });
    expect(await rowsOf('select count(*) as n from contractor_policies')).toEqual([{ n: 2 }]);
  });
});
