import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { fileOf, firms, importing } from './files.fixture.ts';
import { people, policies, policy } from './lists.fixture.ts';
import { undoImport } from './undo.ts';

const { portal, importFile, rowsOf } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_personnel, contractor_policies`;
  await superuser.end();
});

describe('the news of a file', () => {
  const news = () =>
    rowsOf(
      'select license_number as l, kind as k, before as b, after as a from contractor_changes order by id',
    );

  it('of people: the only qualifier has left or was replaced, and a bond was filed, canceled, restored or removed', async () => {
    await importFile(fileOf(...firms(6)));
    const rme = (at: number, name: string, left = '') =>
      `200000${at},01/02/2026, Class/Title,1, Principal, ${name}, Responsible Managing Employee, B, Y, 03/06/2002, ${left},,,,,,,,`;
    const bonded = (at: number, canceled = '') =>
      `200000${at},01/02/2026, Bond,2, Principal, SAMPLE PAT, , , , , , Qualifier, MODEL SURETY, 77, 25000, 01/02/2020, ${canceled},,`;
    await importFile(
      people(
        rme(0, 'SAMPLE PAT'),
        rme(1, 'SAMPLE PAT'),
        ...[2, 3, 4].flatMap((at) => [rme(at, 'SAMPLE PAT'), bonded(at, at === 4 ? '12/01/2098' : '')]),
        rme(5, 'SAMPLE PAT'),
      ),
    );
    expect(await news()).toEqual([]);
    await importFile(
      people(
        rme(0, 'SAMPLE PAT', '06/01/2026'),
        rme(1, 'SAMPLE KIM'),
        ...[rme(2, 'SAMPLE PAT'), bonded(2, '12/31/2098')],
        rme(3, 'SAMPLE PAT'),
        ...[rme(4, 'SAMPLE PAT'), bonded(4)],
        ...[rme(5, 'SAMPLE PAT'), bonded(5)],
      ),
    );
    expect(await news()).toEqual([
      { l: '2000000', k: 'qualifiers_left', b: null, a: '2026-06-01' },
      { l: '2000001', k: 'qualifiers_replaced', b: null, a: null },
      { l: '2000002', k: 'qualifier_bond_cancellation_set', b: null, a: '2098-12-31' },
      { l: '2000003', k: 'qualifier_bond_removed', b: 'MODEL SURETY', a: null },
      { l: '2000004', k: 'qualifier_bond_cancellation_lifted', b: '2098-12-01', a: null },
      { l: '2000005', k: 'qualifier_bond_filed', b: null, a: 'MODEL SURETY' },
    ]);
  });

  it('of people: a qualifier’s bond is of another surety or amount, or begins on another day', async () => {
    await importFile(fileOf(...firms(3)));
    const rme = (at: number) =>
      `200000${at},01/02/2026, Class/Title,1, Principal, SAMPLE PAT, Responsible Managing Employee, B, Y, 03/06/2002,,,,,,,,,`;
    const bonded = (at: number, facts: string) =>
      `200000${at},01/02/2026, Bond,2, Principal, SAMPLE PAT, , , , , , Qualifier, ${facts}, ,,`;
    const before = 'MODEL SURETY, 77, 25000, 01/02/2020';
    const rows = (...facts: string[]) => people(...facts.flatMap((fact, at) => [rme(at), bonded(at, fact)]));
    await importFile(rows(before, before, before));
    await importFile(
      rows(
        'SAMPLE SURETY, 78, 25000, 12/20/2026',
        'MODEL SURETY, 77, 25000, 12/20/2026',
        'MODEL SURETY, 77, 15000, 01/02/2020',
      ),
    );
    expect(await news()).toEqual([
      { l: '2000000', k: 'qualifier_bond_filed', b: 'MODEL SURETY', a: 'SAMPLE SURETY' },
      { l: '2000001', k: 'qualifier_bond_effective_date_changed', b: '2020-01-02', a: '2026-12-20' },
      { l: '2000002', k: 'qualifier_bond_amount_changed', b: '25000', a: '15000' },
    ]);
  });

  it('of people: the last one who qualifies a license leaves on a day to come, or stays after all', async () => {
    await importFile(fileOf(...firms(6)));
    const rme = (at: number, name: string, left = '', title = 'Responsible Managing Employee') =>
      `200000${at},01/02/2026, Class/Title,1, Principal, ${name}, ${title}, B, Y, 03/06/2002, ${left},,,,,,,,`;
    const rows = (left: string, other: string) =>
      people(
        rme(0, 'SAMPLE PAT', left),
        // Somebody else stays.
        ...[rme(1, 'SAMPLE PAT', left), rme(1, 'SAMPLE KIM')],
        // Both leave, the one later.
        ...[rme(2, 'SAMPLE PAT', left), rme(2, 'SAMPLE KIM', left && '12/31/2098')],
        rme(3, 'SAMPLE PAT', left && other),
        ...[rme(4, 'SAMPLE PAT', left), ...(left ? [] : [rme(4, 'SAMPLE KIM')])],
        rme(5, 'SAMPLE PAT'),
      );
    await importFile(rows('', ''));
    await importFile(rows('12/01/2098', '12/02/2098'));
    expect(await news()).toEqual([
      { l: '2000000', k: 'qualifiers_left', b: null, a: '2098-12-01' },
      { l: '2000002', k: 'qualifiers_left', b: null, a: '2098-12-31' },
      { l: '2000003', k: 'qualifiers_left', b: null, a: '2098-12-02' },
      { l: '2000004', k: 'qualifiers_left', b: null, a: '2098-12-01' },
    ]);
    const noted = () =>
      rowsOf(`select license_number as l, qualifier_leaves_on as "on" from california_contractors
        where qualifier_leaves_on is not null order by 1`);
    expect(await noted()).toEqual([
      { l: '2000000', on: '2098-12-01' },
      { l: '2000002', on: '2098-12-31' },
      { l: '2000003', on: '2098-12-02' },
      { l: '2000004', on: '2098-12-01' },
    ]);
    await importFile(rows('', ''));
    expect((await news()).slice(4)).toEqual([
      { l: '2000000', k: 'qualifiers_replaced', b: '2098-12-01', a: null },
      { l: '2000002', k: 'qualifiers_replaced', b: '2098-12-31', a: null },
      { l: '2000003', k: 'qualifiers_replaced', b: '2098-12-02', a: null },
      { l: '2000004', k: 'qualifiers_replaced', b: '2098-12-01', a: null },
    ]);
    expect(await noted()).toEqual([]);
  });

  it('of people: a bond under another spelling of the only qualifier’s name is that person’s', async () => {
    await importFile(fileOf(...firms(4)));
    const rme = (at: number, name = 'SAMPLE PAT Q') =>
      `200000${at},01/02/2026, Class/Title,1, Principal, ${name}, Responsible Managing Employee, B, Y, 03/06/2002, ,,,,,,,,`;
    const bonded = (at: number, name: string, number: number, canceled = '') =>
      `200000${at},01/02/2026, Bond,2, Principal, ${name}, , , , , , Qualifier, MODEL SURETY, ${number}, 25000, 01/02/2020, ${canceled},,`;
    const old = [0, 1, 2, 3].flatMap((at) => [rme(at), bonded(at, 'SAMPLE PAT', 77)]);
    await importFile(people(...old));
    await importFile(
      people(
        // The same bond under the other spelling.
        ...[rme(0), bonded(0, 'SAMPLE PAT Q', 77)],
        // Another bond stands in the place of the canceled one.
        ...[rme(1), bonded(1, 'SAMPLE PAT', 77, '06/01/2026'), bonded(1, 'SAMPLE PAT Q', 78)],
        ...[rme(2), bonded(2, 'SAMPLE PAT', 77, '06/01/2026')],
        // With two people, each bond belongs to its own name.
        ...[rme(3), rme(3, 'SAMPLE KIM'), bonded(3, 'SAMPLE PAT', 77), bonded(3, 'SAMPLE KIM', 79)],
      ),
    );
    expect(await news()).toEqual([
      { l: '2000001', k: 'qualifier_bond_filed', b: 'MODEL SURETY', a: 'MODEL SURETY' },
      { l: '2000002', k: 'qualifier_bond_cancellation_set', b: null, a: '2026-06-01' },
      { l: '2000003', k: 'qualifier_bond_filed', b: null, a: 'MODEL SURETY' },
    ]);
  });

  it('of policies: one was canceled or is kept after all, unless the license file has told it', async () => {
    await importFile(
      fileOf(
        { LicenseNo: '2000000' },
        { LicenseNo: '2000001', WCCancellationDate: '06/01/2026' },
        { LicenseNo: '2000002' },
      ),
    );
    await importFile(policies(policy('2000000'), policy('2000001'), policy('2000002'), policy('42')));
    const canceled = (license: string) => policy(license).replace(/,,$/, ', 06/01/2026,');
    await importFile(policies(canceled('2000000'), canceled('2000001'), policy('2000002'), canceled('42')));
    const set = { l: '2000000', k: 'policy_cancellation_set', b: null, a: '2026-06-01' };
    expect(await news()).toEqual([set]);
    await importFile(policies(policy('2000000'), policy('2000001'), policy('2000002'), policy('42')));
    expect(await news()).toEqual([
      set,
      { l: '2000000', k: 'policy_cancellation_lifted', b: '2026-06-01', a: null },
    ]);
  });

  it('of policies: a license is new to the file with a policy that will end, and one leaves the file', async () => {
    await importFile(fileOf(...firms(3)));
    const canceled = policy('2000001').replace(/,,$/, ', 12/31/2098,');
    const others = ['51', '52', '53', '54', '55'].map((license) => policy(license));
    await importFile(policies(policy('2000000'), ...others));
    expect(await news()).toEqual([]);
    // The policy of the other one is another, and canceled from the beginning.
    await importFile(
      policies(
        policy('2000000', '2').replace(
          /01\/02\/2026, 01\/02\/2027,,$/,
          '02/01/2026, 02/01/2099, 12/30/2098,',
        ),
        canceled,
        policy('2000002'),
        ...others,
      ),
    );
    const set = [
      { l: '2000000', k: 'policy_cancellation_set', b: null, a: '2098-12-30' },
      { l: '2000001', k: 'policy_cancellation_set', b: null, a: '2098-12-31' },
    ];
    expect(await news()).toEqual(set);
    await importFile(policies(canceled, policy('2000002'), ...others));
    expect(await news()).toEqual([
      ...set,
      { l: '2000000', k: 'policy_cancellation_lifted', b: '2098-12-30', a: null },
    ]);
  });

  it('of policies: a suspension is announced, moved or taken back, unless the license file has told it', async () => {
    await importFile(
      fileOf(
        { LicenseNo: '2000000' },
        { LicenseNo: '2000001', WCSuspendDate: '12/01/2098' },
        { LicenseNo: '2000002' },
      ),
    );
    const suspended = (license: string, day: string, number = '1') =>
      policy(license, number).replace(/,,$/, `,, ${day}`);
    await importFile(policies(policy('2000000'), policy('2000001')));
    await importFile(
      policies(...['2000000', '2000001', '2000002'].map((license) => suspended(license, '12/01/2098'))),
    );
    await importFile(policies(suspended('2000000', '12/02/2098'), policy('2000001'), policy('2000002', '2')));
    expect(await news()).toEqual([
      { l: '2000000', k: 'policy_suspension_set', b: null, a: '2098-12-01' },
      { l: '2000002', k: 'policy_suspension_set', b: null, a: '2098-12-01' },
      { l: '2000000', k: 'policy_suspension_set', b: '2098-12-01', a: '2098-12-02' },
      { l: '2000002', k: 'policy_suspension_lifted', b: '2098-12-01', a: null },
    ]);
  });

  it('of policies: the next policy ends a cancellation, and an exempt firm has no news of policies', async () => {
    const exempt = { LicenseNo: '2000001', WorkersCompCoverageType: 'Exempt' };
    // The policy in the license file is newer than the canceled one.
    const replaced = { LicenseNo: '2000002', WCEffectiveDate: '03/01/2026' };
    await importFile(fileOf({ LicenseNo: '2000000' }, exempt, replaced));
    const others = ['51', '52', '53', '54', '55', '56', '57'].map((license) => policy(license));
    await importFile(policies(policy('2000000'), policy('2000001'), policy('2000002'), ...others));
    const ending = (license: string) => policy(license).replace(/,,$/, ', 02/15/2026,');
    const next = (license: string) =>
      policy(license, '2').replace('01/02/2026, 01/02/2027', '02/20/2026, 02/20/2027');
    const canceled = [ending('2000000'), ending('2000001'), ending('2000002')];
    await importFile(policies(...canceled, ...others));
    await importFile(policies(...canceled, next('2000000'), next('2000001'), next('2000002'), ...others));
    expect(await news()).toEqual([
      { l: '2000000', k: 'policy_cancellation_set', b: null, a: '2026-02-15' },
      { l: '2000000', k: 'policy_cancellation_lifted', b: '2026-02-15', a: null },
    ]);
  });

  it('of people: a license is new to the file with people who leave, and its bond is no news', async () => {
    await importFile(fileOf(...firms(3)));
    const rme = (at: number, left = '') =>
      `200000${at},01/02/2026, Class/Title,1, Principal, SAMPLE PAT, Responsible Managing Employee, B, Y, 03/06/2002, ${left},,,,,,,,`;
    await importFile(people(rme(0)));
    await importFile(
      people(
        rme(0),
        rme(1, '12/01/2098'),
        `2000002,01/02/2026, Class/Title,1, Principal, SAMPLE PAT, Responsible Managing Employee, B, Y, 03/06/2002, , Qualifier, MODEL SURETY, 77, 25000, 01/02/2020, 12/30/2098,,`,
      ),
    );
    expect(await news()).toEqual([
      { l: '2000001', k: 'qualifiers_left', b: null, a: '2098-12-01' },
      { l: '2000002', k: 'qualifier_bond_cancellation_set', b: null, a: '2098-12-30' },
    ]);
  });
});

describe('what bears on the standing of a license', () => {
  const noted = () =>
    rowsOf(`select license_number as l, qualifier_bond_cancellation_date as q, policy_cancellation_date as c, policy_expiration_date as e
      from california_contractors where num_nonnulls(qualifier_bond_cancellation_date, policy_cancellation_date, policy_expiration_date) > 0
      order by 1`);
  const insured = {
    WorkersCompCoverageType: "Workers' Compensation Insurance",
    WCEffectiveDate: '01/02/2026',
    WCExpirationDate: '01/02/2027',
  };
  const qualified = (license: string, title: string, bond: string) =>
    `${license},01/02/2026, Class/Title,1, Principal, SAMPLE PAT, ${title}, B, Y, 03/06/2002, , Qualifier, MODEL SURETY, 77, 25000, 01/02/2020, ${bond},,`;
  const employee = 'Responsible Managing Employee';

  it('is the bond of the only qualifier under another spelling of the name, and one canceled on its first day', async () => {
    await importFile(fileOf(...firms(4)));
    const bonded = (license: string, name: string, effective: string, canceled: string) =>
      `${license},01/02/2026, Bond,2, Principal, ${name}, , , , , , Qualifier, MODEL SURETY, 77, 25000, ${effective}, ${canceled},,`;
    await importFile(
      people(
        ...['2000000', '2000001', '2000002', '2000003']
          .map((license) => qualified(license, employee, ''))
          .map((row) => row.replace('Qualifier, MODEL SURETY, 77, 25000, 01/02/2020', ',,,,')),
        qualified('2000001', employee, '')
          .replace('SAMPLE PAT', 'SAMPLE KIM')
          .replace('Qualifier, MODEL SURETY, 77, 25000, 01/02/2020', ',,,,'),
        bonded('2000000', 'SAMPLE P', '01/02/2020', '12/31/2098'),
        bonded('2000001', 'SAMPLE P', '01/02/2020', '12/31/2098'),
        bonded('2000002', 'SAMPLE PAT', '12/31/2098', '12/31/2098'),
        bonded('2000003', 'SAMPLE PAT', '01/01/2099', '12/31/2098'),
      ),
    );
    expect((await noted()).map(({ l, q }) => ({ l, q }))).toEqual([
      { l: '2000000', q: '2098-12-31' },
      { l: '2000002', q: '2098-12-31' },
    ]);
  });

  it('is the bond of a person who stays until it ends, with the day on which they leave', async () => {
    await importFile(fileOf(...firms(3)));
    const leaving = (license: string, left: string, bond: string) =>
      qualified(license, employee, bond).replace('03/06/2002, ,', `03/06/2002, ${left},`);
    await importFile(
      people(
        leaving('2000000', '12/01/2098', '12/20/2098'),
        leaving('2000001', '12/20/2098', '12/01/2098'),
        leaving('2000002', '12/20/2098', '12/20/2098'),
      ),
    );
    expect(
      await rowsOf(`select license_number as l, qualifier_bond_cancellation_date as c, qualifier_bond_holder_leaves_on as h,
        qualifier_leaves_on as q from california_contractors order by 1`),
    ).toEqual([
      { l: '2000000', c: null, h: null, q: '2098-12-01' },
      { l: '2000001', c: '2098-12-01', h: '2098-12-20', q: '2098-12-20' },
      { l: '2000002', c: null, h: null, q: '2098-12-20' },
    ]);
  });

  it('is the end of a renewed policy, also where the renewal is canceled later', async () => {
    const ended = { ...insured, WCEffectiveDate: '02/01/2025', WCExpirationDate: '02/01/2026' };
    await importFile(
      fileOf(
        ...['2000000', '2000001', '2000002', '2000003'].map((LicenseNo) => ({
          LicenseNo,
          ...ended,
          WorkersCompCoverageType: LicenseNo === '2000003' ? 'EXEMPT' : ended.WorkersCompCoverageType,
          LastUpdate: '01/02/2026',
        })),
      ),
    );
    const renewed = (license: string, canceled: string) =>
      policy(license).replace('01/02/2026, 01/02/2027,,', `02/01/2026, 02/01/2027, ${canceled},`);
    await importFile(
      policies(
        renewed('2000000', '12/31/2026'),
        // Canceled as of its first day.
        renewed('2000001', '02/01/2026'),
        renewed('2000002', ''),
        renewed('2000003', '12/31/2026'),
      ),
    );
    expect(await noted()).toEqual([
      { l: '2000000', q: null, c: '2026-12-31', e: '2026-12-31' },
      { l: '2000001', q: null, c: '2026-02-01', e: null },
      { l: '2000002', q: null, c: null, e: '2027-02-01' },
    ]);
  });

  it('is a suspension in the workers’ comp file that the license file lacks, and none before the policy began', async () => {
    const later = { LicenseNo: '2000002', WCSuspendDate: '12/02/2098' };
    await importFile(
      fileOf(
        ...[{ LicenseNo: '2000000' }, { LicenseNo: '2000001' }, later].map((firm) => ({
          ...insured,
          LastUpdate: '01/02/2026',
          ...firm,
        })),
      ),
    );
    const suspended = (license: string, on: string) => policy(license).replace(/,,$/, `,, ${on}`);
    await importFile(
      policies(
        suspended('2000000', '12/01/2098'),
        suspended('2000001', '12/01/2025'),
        suspended('2000002', '12/01/2098'),
      ),
    );
    expect(
      await rowsOf(
        `select license_number as l, policy_suspension_date as s from california_contractors order by 1`,
      ),
    ).toEqual([
      { l: '2000000', s: '2098-12-01' },
      { l: '2000001', s: null },
      { l: '2000002', s: null },
    ]);
  });

  it('is noted at the license: the bond of a managing employee, and what a newer workers’ comp file adds', async () => {
    await importFile(fileOf(...firms(6, { ...insured, LastUpdate: '01/02/2026' })));
    await importFile(
      people(
        qualified('2000000', employee, '12/31/2098'),
        qualified('2000001', employee, ''),
        // The file does not tell how much of the firm an officer owns.
        qualified('2000002', 'Responsible Managing Officer', '12/31/2098'),
      ),
    );
    const longer = policy('2000004').replace('01/02/2027', '01/02/2028');
    const canceled = policy('2000003').replace(/,,$/, ', 06/01/2026,');
    const second = await importFile(policies(policy('2000005')));
    expect(second).toMatchObject({ firstLoad: true });
    const { runId } = await importFile(policies(canceled, longer, policy('2000005')));
    const all = [
      { l: '2000000', q: '2098-12-31', c: null, e: null },
      { l: '2000003', q: null, c: '2026-06-01', e: null },
      { l: '2000004', q: null, c: null, e: '2028-01-02' },
    ];
    expect(await noted()).toEqual(all);
    // The same holds after an undoing and another import, and a newer license file is right about policies.
    await undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });
    expect(await noted()).toEqual(all.slice(0, 1));
    await importFile(policies(canceled, longer, policy('2000005')));
    expect(await noted()).toEqual(all);
    await importFile(fileOf(...firms(6, { ...insured, LastUpdate: '03/02/2026' })));
    expect(await noted()).toEqual(all.slice(0, 1));
    await importFile(
      people(
        qualified('2000000', employee, ''),
        qualified('2000001', employee, ''),
        qualified('2000002', employee, ''),
      ),
    );
    expect(await noted()).toEqual([]);
  });
});
