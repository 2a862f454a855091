import { beforeEach, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { fileOf, importing } from './files.fixture.ts';
import { policies, policy } from './lists.fixture.ts';

const { portal, importFile, rowsOf } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_policies`;
  await superuser.end();
});

it('a newer policy counts beside an older cancellation, and the one in force beside one that begins later', async () => {
  const insured = {
    WorkersCompCoverageType: "Workers' Compensation Insurance",
    WCEffectiveDate: '01/02/2026',
    WCExpirationDate: '01/02/2099',
    LastUpdate: '01/02/2026',
  };
  const license = (at: number, canceled: string) => ({
    LicenseNo: `200000${at}`,
    ...insured,
    WCCancellationDate: canceled,
  });
  await importFile(
    fileOf(
      license(0, '12/15/2025'),
      license(1, '03/01/2026'),
      license(2, '03/01/2026'),
      license(3, ''),
      license(4, ''),
      license(5, '11/01/2098'),
    ),
  );
  const row = (at: number, number: string, from: string, through: string, canceled = '') =>
    policy(`200000${at}`, number).replace('01/02/2026, 01/02/2027,,', `${from}, ${through}, ${canceled},`);
  await importFile(
    policies(
      // The license file's cancellation is that of the policy before.
      row(0, '1', '01/02/2026', '01/02/2099', '12/01/2098'),
      // Another policy began on the day of the cancellation, and another one ended again.
      row(1, '2', '03/01/2026', '01/02/2099'),
      row(2, '2', '03/02/2026', '01/02/2099', '12/01/2098'),
      // The next one begins after a gap, or at once.
      ...[row(3, '1', '01/02/2026', '01/02/2099', '12/01/2098'), row(3, '2', '03/01/2099', '12/01/2099')],
      ...[row(4, '1', '01/02/2026', '01/02/2099', '12/01/2098'), row(4, '2', '12/01/2098', '12/01/2099')],
      // An earlier day of the same policy.
      row(5, '1', '01/02/2026', '01/02/2099', '10/01/2098'),
    ),
  );
  expect(
    await rowsOf(`select license_number as l, policy_cancellation_date as c, policy_expiration_date as x, policy_effective_date as e
      from california_contractors order by 1`),
  ).toEqual([
    { l: '2000000', c: '2098-12-01', x: null, e: null },
    { l: '2000001', c: null, x: null, e: '2026-03-01' },
    { l: '2000002', c: '2098-12-01', x: null, e: '2026-03-02' },
    { l: '2000003', c: '2098-12-01', x: null, e: '2099-03-01' },
    { l: '2000004', c: null, x: '2099-12-01', e: null },
    { l: '2000005', c: '2098-10-01', x: null, e: null },
  ]);
});

it('the day of a suspension for workers’ compensation is noted at a license without coverage, and nothing else of its old policies', async () => {
  const suspended = { PrimaryStatus: 'Work Comp Susp', LastUpdate: '01/02/2026' };
  await importFile(
    fileOf(
      { LicenseNo: '2000000', ...suspended, WorkersCompCoverageType: 'License does not have current W/C' },
      { LicenseNo: '2000001', ...suspended },
      { LicenseNo: '2000002', ...suspended, WorkersCompCoverageType: 'Exempt' },
    ),
  );
  const old = (license: string) =>
    policy(license).replace('01/02/2026, 01/02/2027,,', '01/02/2024, 01/02/2026, 02/01/2025, 03/01/2025');
  await importFile(policies(old('2000000'), old('2000001'), old('2000002')));
  expect(
    await rowsOf(`select license_number as l, policy_suspension_date as s, policy_cancellation_date as c, policy_expiration_date as x
      from california_contractors order by 1`),
  ).toEqual([
    { l: '2000000', s: '2025-03-01', c: null, x: null },
    { l: '2000001', s: '2025-03-01', c: null, x: null },
    { l: '2000002', s: null, c: null, x: null },
  ]);
});
