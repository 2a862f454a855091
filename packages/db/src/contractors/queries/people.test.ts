import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, visitor } from '../../engine/actors.ts';
import { addMember } from '../../members/factory.ts';
import { fileOf, importing } from '../import/files.fixture.ts';
import { personnelColumns } from '../import/personnel-file.ts';
import { policyColumns } from '../import/policy-file.ts';
import { getLicense } from './license.ts';
import { getLicensePeople } from './people.ts';
import { getPersonnel } from './personnel.ts';

const { portal, importFile } = importing({ isEmptied: false });

const fileWith = (columns: readonly (readonly [string, string])[], rows: string[]) =>
  `${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
/** A person who qualifies a license, with a bond in the same row. */
const qualifier = (license: string, name: string, title: string, classes: string, bond = ',,,,,') =>
  `${license},11/01/2026, Class/Title,1, Principal, ${name}, ${title}, ${classes}, Y, 05/01/2020, ,${bond},,`;
const bondOf = (license: string, name: string, bond: string) =>
  `${license},11/01/2026, Bond,2, Principal, ${name}, , , , , ,${bond},,`;
const bond = (effective: string, canceled = '') =>
  `Qualifier, MODEL SURETY, 77, 25000, ${effective}, ${canceled}`;

const licenses = {
  employee: '2000001',
  officer: '2000002',
  owner: '2000003',
  ending: '2000004',
  canceled: '2000005',
  two: '2000006',
  left: '2000007',
  venture: '2000008',
  absent: '2000009',
  beside: '2000010',
  firstDay: '2000011',
  leaving: '2000012',
  leavingOne: '2000013',
  renewing: '2000014',
  barredMember: '2000015',
  barredVenture: '2000016',
  followed: '2000017',
  gap: '2000018',
};
const policy = (license: string, facts: string) =>
  `C,${license},11/01/2026,Workers' Compensation Insurance,${facts}`;

beforeAll(async () => {
  const insured = {
    LastUpdate: '10/20/2026',
    WorkersCompCoverageType: "Workers' Compensation Insurance",
    WCInsuranceCompany: 'EXAMPLE CASUALTY',
    WCEffectiveDate: '01/02/2026',
    WCExpirationDate: '01/02/2099',
  };
  await importFile(
    fileOf(
      ...Object.entries(licenses).map(([name, LicenseNo]) => ({
        LicenseNo,
        BusinessName: `EXAMPLE ${name.toUpperCase()} INC`,
        ...(['venture', 'barredVenture'].includes(name) ? { BusinessType: 'JointVenture' } : {}),
        ...(name === 'barredMember' ? { PrimaryStatus: 'Contr Bond Susp' } : {}),
        ...insured,
      })),
    ),
  );
  const { employee, officer, owner, ending, canceled, two, left, venture, firstDay, leaving } = licenses;
  await importFile(
    fileWith(personnelColumns, [
      qualifier(employee, 'SAMPLE PAT Q', 'Responsible Managing Employee', 'C10'),
      qualifier(employee, 'SAMPLE PAT Q', 'Responsible Managing Employee', 'B'),
      bondOf(employee, 'SAMPLE      PAT     Q', bond('01/02/2026')),
      bondOf(employee, 'SAMPLE PAT Q', bond('01/02/2020', '01/02/2026')),
      qualifier(officer, 'SAMPLE KIM', ' | Responsible Managing Officer', ' | B'),
      qualifier(owner, 'SAMPLE LEE', 'Sole Owner', 'C33'),
      qualifier(ending, 'SAMPLE RAY', 'Responsible Managing Employee', 'B', bond('01/02/2020', '01/02/2098')),
      qualifier(
        canceled,
        'SAMPLE JO',
        'Responsible Managing Employee',
        'B',
        bond('01/02/2020', '06/01/2026'),
      ),
      qualifier(
        firstDay,
        'SAMPLE IDA',
        'Responsible Managing Employee',
        'B',
        bond('06/01/2026', '06/01/2026'),
      ),
      qualifier(
        leaving,
        'SAMPLE EVE',
        'Responsible Managing Employee',
        'B',
        bond('01/02/2020', '12/20/2098'),
      ).replace('05/01/2020, ,', '05/01/2020, 12/01/2098,'),
      `${licenses.leavingOne},11/01/2026, Class/Title,1, Principal, SAMPLE IVY, RME| RME, B| C10, , 05/01/2020| 05/01/2020, 12/10/2098| ,,,,,,,,`,
      `${licenses.followed},11/01/2026, Class/Title,1, Principal, SAMPLE JAY, RME| RME, B| B, , 05/01/2020| 12/05/2098, 12/01/2098| ,,,,,,,,`,
      `${licenses.gap},11/01/2026, Class/Title,1, Principal, SAMPLE KAY, RME| RME, B| B, , 05/01/2020| 06/01/2099, 12/01/2098| ,,,,,,,,`,
      qualifier(two, 'SAMPLE ANN', 'Responsible Managing Officer', 'B'),
      qualifier(two, 'SAMPLE BEA', 'Responsible Managing Employee', 'C-10', bond('01/02/2020')),
      `${left},11/01/2026, Class/Title,1, Principal, SAMPLE GUS, Responsible Managing Employee, B, Y, 05/01/2020, 06/01/2026,,,,,,,,`,
      `${venture},11/01/2026, Joint Venture,1, Business, SAMPLE JV, , , , , ,,,,,,, Corporation, ${employee}`,
      `${venture},11/01/2026, Joint Venture,2, Business, SAMPLE JV, , , , , ,,,,,,, Corporation, 99`,
      ...[licenses.employee, licenses.barredMember].map(
        (member) =>
          `${licenses.barredVenture},11/01/2026, Joint Venture,2, Business, SAMPLE JV, , , , , ,,,,,,, Corporation, ${member}`,
      ),
    ]),
  );
  await importFile(
    fileWith(policyColumns, [
      policy(licenses.employee, 'EXAMPLE  CASUALTY, WCC1, 01/02/2026, 01/02/2099,,'),
      policy(licenses.employee, 'EXAMPLE CASUALTY, WCC0, 01/02/2025, 01/02/2026,,'),
      policy(licenses.renewing, 'EXAMPLE CASUALTY, WCC3, 01/02/2026, 01/02/2099,,'),
      policy(licenses.renewing, 'EXAMPLE CASUALTY, WCC4, 01/02/2099, 12/31/2099,,'),
      policy(licenses.beside, 'EXAMPLE CASUALTY, WCC2, 01/02/2026, 01/02/2099, 06/01/2026,'),
    ]),
  );
});

const asked = (license: keyof typeof licenses) =>
  portal.db.read(visitor, (tx) => getLicensePeople(tx, { licenseNumber: licenses[license] }));
const peopleOf = async (license: keyof typeof licenses) => (await asked(license)).people;

describe('who qualifies a license', () => {
  it('is said in a sentence with the titles, the classes, the bond and the date of the file', async () => {
    expect((await peopleOf('employee'))?.words).toBe(
      'One responsible managing employee qualifies this license for B and C-10; the qualifier’s bond is on file as of November 1, 2026.',
    );
    expect((await peopleOf('two'))?.words).toBe(
      'Two people qualify this license: a responsible managing officer for B, and a responsible managing employee for C-10.',
    );
  });

  it('has a bond that the law asks of an employee always, of an officer unless a tenth is theirs, of an owner never', async () => {
    const bonds = await Promise.all(
      (['employee', 'officer', 'owner', 'ending', 'canceled', 'firstDay'] as const).map(async (license) => {
        const { need, state, inference } = (await peopleOf(license))?.qualifiers[0]?.bond ?? {};
        return { license, need, state, inference };
      }),
    );
    expect(bonds).toEqual([
      { license: 'employee', need: 'needed', state: 'on-file', inference: null },
      {
        license: 'officer',
        need: 'depends',
        state: 'none',
        inference:
          'The law asks for one unless the person owns a tenth of the voting stock. The file does not tell.',
      },
      { license: 'owner', need: 'not-needed', state: 'none', inference: null },
      {
        license: 'ending',
        need: 'needed',
        state: 'ending',
        inference: 'The license would then be suspended, unless a new bond is filed first.',
      },
      {
        license: 'canceled',
        need: 'needed',
        state: 'canceled',
        inference: 'The law suspends a license without it.',
      },
      {
        license: 'firstDay',
        need: 'needed',
        state: 'canceled',
        inference: 'The law suspends a license without it.',
      },
    ]);
    expect((await peopleOf('owner'))?.words).toBe(
      'One owner qualifies this license for C-33; the law asks for no bond of the qualifier.',
    );
    expect((await peopleOf('ending'))?.qualifiers[0]?.bond.words).toBe(
      'The qualifier’s bond will be canceled on January 2, 2098.',
    );
  });

  it('leaves on the day that the file gives, and a bond that ends later ends nothing', async () => {
    const found = await peopleOf('leaving');
    expect(found?.words).toBe(
      'One responsible managing employee qualifies this license for B until December 1, 2098; the qualifier’s bond will be canceled on December 20, 2098.',
    );
    expect(found?.qualifiers).toMatchObject([{ until: '2098-12-01', bond: { inference: null } }]);
  });

  it('leaves one of several classes on its day', async () => {
    expect((await peopleOf('leavingOne'))?.words).toBe(
      'One responsible managing employee qualifies this license for C-10 and for B until December 10, 2098; no qualifier’s bond is on file as of November 1, 2026.',
    );
  });

  it('belongs to the person whom it names, where several qualify the license', async () => {
    const { qualifiers = [] } = (await peopleOf('two')) ?? {};
    expect(qualifiers.map(({ title, bond: { state } }) => [title, state])).toEqual([
      ['responsible managing officer', 'none'],
      ['responsible managing employee', 'on-file'],
    ]);
  });

  it('is nobody once the only one has left, and nobody for a license that the file lacks', async () => {
    for (const license of ['left', 'absent'] as const) {
      expect((await peopleOf(license))?.words).toBe(
        'The board’s personnel file of November 1, 2026 lists no qualifier for this license.',
      );
    }
  });

  it('is told of both sides of a joint venture, with the names that the portal knows', async () => {
    expect((await peopleOf('venture'))?.jointVenture).toEqual({
      isVenture: true,
      licenses: [
        { licenseNumber: '99', name: null },
        { licenseNumber: licenses.employee, name: 'Example Employee Inc.' },
      ],
    });
    expect((await peopleOf('employee'))?.jointVenture).toEqual({
      isVenture: false,
      licenses: [
        { licenseNumber: licenses.venture, name: 'Example Venture Inc.' },
        { licenseNumber: licenses.barredVenture, name: 'Example Barredventure Inc.' },
      ],
    });
    expect((await peopleOf('owner'))?.jointVenture).toBeNull();
  });

  it('is said of those who follow a person who leaves', async () => {
    expect((await peopleOf('followed'))?.words).toMatch(
      /until December 1, 2098; .+ By the same file, somebody qualifies it for B again within 90 days\.$/,
    );
    expect((await peopleOf('gap'))?.words).toMatch(
      /By the same file, the license has no qualifier from December 1, 2098 until June 1, 2099\.$/,
    );
    expect((await peopleOf('leaving'))?.words).not.toContain('By the same file');
  });

  it('may not be said to allow work while a member of the joint venture is barred', async () => {
    const pageOf = (license: keyof typeof licenses) =>
      portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: licenses[license] }));
    const said =
      'According to the board’s files, a member of this joint venture may not work: license 2000015 is suspended. The law suspends a joint venture while a member’s license is not active and in good standing.';
    const { standing } = await pageOf('barredVenture');
    expect(standing).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'unknown' },
      inferences: [{ words: said, source: 'JointVentureLicenseNumber of PersonnelData' }],
    });
    expect(standing.mayContract.why).toContain(said);
    for (const other of ['venture', 'employee'] as const) {
      expect((await pageOf(other)).standing).toMatchObject({ kind: 'good', inferences: [] });
    }
  });
});

describe('the workers’ comp file beside the license file', () => {
  it('says the same, names the differences with both dates, or names none', async () => {
    expect((await asked('employee')).coverage).toMatchObject({
      asOf: '2026-11-01',
      agrees: true,
      words: 'The board’s workers’ comp file of November 1, 2026 says the same.',
    });
    expect((await asked('beside')).coverage).toMatchObject({
      agrees: false,
      words:
        'The board’s workers’ comp file of November 1, 2026 says: Workers’ compensation insurance, EXAMPLE CASUALTY, from January 2, 2026 through January 2, 2099, canceled from June 1, 2026. The license file of October 20, 2026 says: Workers’ compensation insurance, EXAMPLE CASUALTY, from January 2, 2026 through January 2, 2099.',
      inference:
        'The license file shows the firm as covered today, and the workers’ comp file shows it as not covered. The workers’ comp file is the newer one.',
    });
    // The next policy, which has not begun, contradicts nothing.
    expect((await asked('renewing')).coverage).toMatchObject({ agrees: true });
    expect((await asked('owner')).coverage).toMatchObject({
      agrees: null,
      words: 'The board’s workers’ comp file of November 1, 2026 lists no policy for this license.',
    });
  });
});

describe('names and numbers', () => {
  it('are for staff who may see members, and nothing that visitors, members or other staff read', async () => {
    const [member, support, writer] = await Promise.all([
      addMember(portal.db),
      addMember(portal.db, { roles: ['support'] }),
      addMember(portal.db, { roles: ['content_manager'] }),
    ]);
    const read = (actor: Actor) =>
      portal.db.read(actor, (tx) => getPersonnel(tx, { licenseNumber: licenses.employee }));
    const { people, policies } = await read({ kind: 'staff', userId: support });
    expect(people.map(({ name, bondNumber }) => [name, bondNumber])).toContainEqual(['SAMPLE PAT Q', '77']);
    expect(people.find(({ associations }) => associations[0]?.class === 'C10')?.associations).toEqual([
      {
        title: 'Responsible Managing Employee',
        class: 'C10',
        status: 'Y',
        joinedOn: '2020-05-01',
        leftOn: null,
      },
    ]);
    expect(policies.map(({ policyNumber }) => policyNumber)).toEqual(['WCC1', 'WCC0']);
    expect(await read({ kind: 'staff', userId: writer })).toEqual({ people: [], policies: [] });
    for (const actor of [visitor, { kind: 'member', userId: member }] satisfies Actor[]) {
      await expect(read(actor)).rejects.toHaveProperty(
        'cause.message',
        expect.stringContaining('permission denied'),
      );
      const said = JSON.stringify(
        await portal.db.read(actor, (tx) => getLicensePeople(tx, { licenseNumber: licenses.employee })),
      );
      expect(said).not.toMatch(/SAMPLE|WCC|"77"/);
    }
  });

  it('are in nothing that the functions for everybody return', async () => {
    const columns = await portal.db.read(visitor, async ({ sql }) => [
      ...(await sql`select * from qualifiers_of(${licenses.employee})`),
      ...(await sql`select * from policies_of(${licenses.employee})`),
      ...(await sql`select * from joint_ventures_of(${licenses.venture})`),
    ]);
    expect(columns.length).toBeGreaterThan(3);
    expect(JSON.stringify(columns)).not.toMatch(/SAMPLE|WCC|MODEL|77/);
  });
});

it('nothing is said as long as no such file was loaded', async () => {
  await portal.owner`update contractor_import_runs set undone_at = now(), undone_by = 'tester' where file_kind <> 'licenses'`;
  expect(await asked('employee')).toEqual({ people: null, coverage: null });
});
