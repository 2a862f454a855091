import { beforeAll, describe, expect, it } from 'vitest';
import { addApplication } from '../applications/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { Failure } from '../engine/errors.ts';
import {
  finishImport,
  forgetImportRows,
  rejectImportRow,
  takeImport,
} from '../engine/file-imports/lifecycle.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  cancelMemberImport,
  checkMemberFile,
  dropMemberImport,
  importMemberRow,
  startMemberImport,
} from './commands/import-members.ts';
import { findNextMemberRow, getMemberImport, getRejectedMembers, listMemberRows } from './queries.ts';

const testing = testDatabase();
const portal = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'test' };
const latest = { freshness: 'latest' } as const;
let staff: Actor;

beforeAll(async () => {
  await addContractors(testing.owner, [
    { licenseNumber: '901', businessName: 'FREE ELECTRIC' },
    { licenseNumber: '902', businessName: 'TAKEN ELECTRIC' },
    { licenseNumber: '903', businessName: 'JOINED WALLS' },
    { licenseNumber: '904', businessName: 'PARTED WALLS' },
  ]);
  await addMember(testing.db, { licenseNumber: '902' });
  staff = { kind: 'staff', userId: await addMember(testing.db, { roles: ['membership_manager'] }) };
});

const header = 'Email,First name,Last name,Company,Phone,License,Tier,Start date,Expires,Basis';
const check = (text: string | Uint8Array, by: Actor = staff) =>
  testing.db.write(by, (tx) =>
    checkMemberFile(tx, {
      fileName: 'members.csv',
      bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    }),
  );
const state = (importId: string) => testing.db.read(staff, (tx) => getMemberImport(tx, { importId }), latest);
const rowsOf = async (importId: string) =>
  (await testing.db.read(staff, (tx) => listMemberRows(tx, { importId, cursor: 0 }), latest)).rows;
const start = (importId: string, sendsWelcome = false, joinsCompanies = false) =>
  testing.db.write(staff, (tx) => startMemberImport(tx, { importId, sendsWelcome, joinsCompanies }));

/** As the worker does it, at most so many rows. */
async function work(importId: string, most = 1_000) {
  if (!(await testing.db.write(system, (tx) => takeImport(tx, 'member_imports', { importId })))) return;
  for (let done = 0; done < most; done += 1) {
    const line = await testing.db.read(system, (tx) => findNextMemberRow(tx, { importId }), latest);
    if (line === undefined)
      return testing.db.write(system, (tx) => finishImport(tx, 'member_imports', { importId }));
    try {
      const goesOn = await testing.db.write(system, (tx) => importMemberRow(tx, { importId, line, portal }));
      if (!goesOn) return;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { message: reason } = error;
      await testing.db.write(system, (tx) =>
        rejectImportRow(tx, 'member_imports', { importId, line, reason }),
      );
    }
  }
}
const run = async (text: string, sendsWelcome = false) => {
  const importId = await check(text);
  await start(importId, sendsWelcome);
  await work(importId);
  return state(importId);
};
const membersLike = (like: string) =>
  testing.owner`
    select u.email::text, u.first_name, u.phone, u.status, m.tier_code, m.starts_on::text, m.ends_on::text, m.basis,
           (select count(*)::int from mails where user_id = u.id) as letters
    from users u join memberships m on m.user_id = u.id where u.email like ${like} order by u.email`;

describe('the check of a file of members', () => {
  it('tells row by row what would happen, and changes nothing', async () => {
    const known = await addMember(testing.db);
    const { userId: waiting } = await addApplication(testing.db);
    const [applicant] = await testing.owner`select email from users where id = ${waiting}`;
    const before = await testing.owner`select count(*) from users`;
    const importId = await check(
      [
        header,
        'check-1@example.org,Ana,Reyes,Reyes Electric,415 555 0100,901,Regular,1/15/2026,1/14/2027,',
        `${known}@EXAMPLE.org,Ben,Known,,,,REGULAR,,2027-01-01,`,
        `${applicant?.email},Cal,Waiting,,,,REGULAR,,2027-01-01,`,
        'not an address,Dan,Wrong,,,,REGULAR,,2027-01-01,',
        'check-5@example.org,,Nameless,,,,REGULAR,,2027-01-01,',
        'check-6@example.org,Eve,Gold,,,,Gold,,2027-01-01,',
        'check-7@example.org,Fay,Taken,,,902,Regular,,2027-01-01,',
        'check-8@example.org,Gus,Phone,,12,,Regular,,2027-01-01,',
        'check-9@example.org,Hal,Day,,,,Regular,,2027-02-30,',
        'check-10@example.org,Ida,Order,,,,Regular,2027-03-01,2027-01-01,',
        'check-1@example.org,Ana,Again,,,,Regular,,2027-01-01,',
        'check-12@example.org,Jon,Same,,,901,Regular,,2027-01-01,',
        'check-13@example.org,Kim,Basis,,,,Regular,,2027-01-01,sometimes',
      ].join('\n'),
    );
    expect(
      (await rowsOf(importId)).map(({ line, verdict, field, reason }) => [line, verdict, field, reason]),
    ).toEqual([
      [2, 'NEW', null, null],
      [3, 'KNOWN', null, null],
      [4, 'REJECTED', 'email', 'has an application that isn’t decided yet. Decide that one'],
      [5, 'REJECTED', 'email', 'Enter an email address like name@example.com'],
      [6, 'REJECTED', 'firstName', 'is required'],
      [7, 'REJECTED', 'tierCode', 'is not a membership tier'],
      [8, 'REJECTED', 'licenseNumber', 'belongs to another member'],
      [9, 'REJECTED', 'phone', 'Enter a ten-digit US phone number, without an extension'],
      [10, 'REJECTED', 'endsOn', 'must be a date such as 2026-12-31'],
      [11, 'REJECTED', 'endsOn', 'must not be before the first day'],
      [12, 'REJECTED', 'email', 'stands in line 2 already'],
      [13, 'REJECTED', 'licenseNumber', 'stands in line 2 already'],
      [14, 'REJECTED', 'basis', 'must be dues, honorary or complimentary'],
    ]);
    expect(await state(importId)).toMatchObject({
      status: 'CHECKED',
      newLeft: 1,
      knownLeft: 1,
      rejected: 11,
    });
    expect(await testing.owner`select count(*) from users`).toEqual(before);
  });

  it.each([
    [
      'semicolons and Windows-1252',
      Buffer.from(
        'E-mail;Full name;Level;Paid through\nsepa-1@example.org;Jos\xe9 Pe\xf1a Ruiz;Regular;12/31/2026\n',
        'latin1',
      ),
    ],
    [
      'tabs and UTF-16',
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(
          'E-mail\tFull name\tLevel\tPaid through\r\nsepa-1@example.org\tJosé Peña Ruiz\tRegular\t12/31/2026\r\n',
          'utf16le',
        ),
      ]),
    ],
    [
      'Excel’s line about the separator, and quotes',
      Buffer.from(
        'sep=;\r\n"E-mail";"Full name";"Level";"Paid through"\r\n"sepa-1@example.org";"José Peña\nRuiz";"Regular";"12/31/2026"\r\n',
      ),
    ],
  ])('finds %s', async (_, bytes) => {
    const [row] = await rowsOf(await check(bytes));
    expect(row).toMatchObject({
      verdict: 'NEW',
      facts: {
        firstName: 'José Peña',
        lastName: 'Ruiz',
        tierCode: 'REGULAR',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
      },
    });
  });

  it('names a row by the line on which it begins, and takes back the apostrophe of its own files', async () => {
    const importId = await check(
      `${header}\n\nline-1@example.org,Ana,One,"Reyes\nElectric",'+1 415 555 0123,,Regular,,2027-01-01,\nline-2@example.org,Bo,Two,,,,Regular,,2027-01-01,`,
    );
    expect((await rowsOf(importId)).map(({ line, facts }) => [line, facts?.phone ?? null])).toEqual([
      [3, '+14155550123'],
      [5, null],
    ]);
  });

  it.each([
    ['', 'The file is empty.'],
    ['Email,Name\na@example.org,Ana', 'It lacks “Tier”, “Last day”.'],
    ['Email,E-mail,Name,Tier,Expires\n', 'names one column twice: “E-mail”'],
    [`${header}\n`, 'no row below its header'],
    ['PK\u0003\u0004', 'an Excel workbook'],
    ['<html>', 'a web page'],
    [`${header}\n${'a,b,c,d,e,f,g,h,i,j\n'.repeat(5_001)}`, 'more than 5000 rows'],
  ])('refuses %j with the reason', async (text, words) => {
    await expect(check(text)).rejects.toThrow(words);
  });

  it('is for staff who manage memberships', async () => {
    const support: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['support'] }) };
    await expect(check(`${header}\nx@example.org,X,Y,,,,Regular,,2027-01-01,`, support)).rejects.toThrow();
  });
});

describe('an import of members', () => {
  it('adds the new ones without an email, and the same file again adds nobody', async () => {
    const file = [
      header,
      'import-1@example.org,Ana,Reyes,Reyes Electric,415 555 0100,901,Regular,1/15/2026,1/14/2027,',
      'import-2@example.org,Ben,Over,,,,Associate,2020-01-01,2020-12-31,',
      'import-3@example.org,Cal,Honored,,,,Regular,2020-01-01,2060-12-31,Honorary',
      'import-4@example.org,Dan,Slip,,,,Regular,2020-01-01,2060-12-31,',
    ].join('\n');
    expect(await run(file)).toMatchObject({ status: 'DONE', rowsAdded: 3, rowsKnown: 0, rejected: 1 });
    const members = await membersLike('import-%');
    expect(members.map(({ email, status, basis, letters }) => [email, status, basis, letters])).toEqual([
      ['import-1@example.org', 'ACTIVE', 'DUES', 0],
      ['import-2@example.org', 'LAPSED', 'DUES', 0],
      ['import-3@example.org', 'ACTIVE', 'HONORARY', 0],
    ]);
    expect(members[0]).toMatchObject({
      tier_code: 'REGULAR',
      starts_on: '2026-01-15',
      ends_on: '2027-01-14',
    });
    expect(await run(file)).toMatchObject({ rowsAdded: 0, rowsKnown: 3, rejected: 1 });
    expect(await membersLike('import-%')).toEqual(members);
  });

  it('sends each new member one letter when staff ask for it, and none to the others', async () => {
    const file = `${header}\nletter-1@example.org,Ana,Reyes,,,,Regular,2020-01-01,2099-01-01,Comp\nletter-2@example.org,Ben,Reyes,,,,Regular,2020-01-01,2099-01-01,Comp`;
    await run(`${header}\nletter-1@example.org,Ana,Reyes,,,,Regular,2020-01-01,2099-01-01,Comp`);
    await run(file, true);
    await run(file, true);
    expect((await membersLike('letter-%')).map(({ letters }) => letters)).toEqual([0, 1]);
  });

  it('takes nothing from a member who is here: blanks change nothing, and a phone number fills a blank alone', async () => {
    const [bare, has] = [await addMember(testing.db), await addMember(testing.db)];
    await testing.owner`update users set phone = '+14155550111', first_name = 'Kept' where id = ${has}`;
    const done = await run(
      [
        header,
        ...[bare, has].map((id) => `${id}@example.org,Other,Name,,415-555-0100,,Regular,,2027-01-01,`),
      ].join('\n'),
    );
    expect(done).toMatchObject({ rowsAdded: 0, rowsKnown: 2 });
    const phones =
      await testing.owner`select first_name, phone from users where id in (${bare}, ${has}) order by phone`;
    expect(phones).toEqual([
      { first_name: 'Sample', phone: '+14155550100' },
      { first_name: 'Kept', phone: '+14155550111' },
    ]);
  });

  it('judges each row anew: an application and a member that came after the check are respected', async () => {
    const importId = await check(
      [1, 2, 3].reduce(
        (text, at) => `${text}\nlater-${at}@example.org,Ana,Reyes,,,,Regular,,2027-01-01,`,
        header,
      ),
    );
    const { userId } = await addApplication(testing.db);
    await testing.owner`update users set email = 'later-1@example.org' where id = ${userId}`;
    const known = await addMember(testing.db);
    await testing.owner`update users set email = 'later-2@example.org' where id = ${known}`;
    await start(importId);
    await work(importId);
    expect(await state(importId)).toMatchObject({ rowsAdded: 1, rowsKnown: 1, rejected: 1 });
    const rejected = await testing.db.read(staff, (tx) => getRejectedMembers(tx, { importId }), latest);
    expect(rejected.rows).toMatchObject(
      [{ field: 'email', cells: ['later-1@example.org', 'Ana'] }].map(({ field }) => ({ field })),
    );
    expect(rejected.header[0]).toBe('Email');
  });

  it('with the same address as another one at the same moment adds the member once', async () => {
    const file = [...Array(8).keys()].reduce(
      (text, at) => `${text}\nrace-${at}@example.org,Ana,Reyes,,,,Regular,,2027-01-01,`,
      header,
    );
    const [one, two] = [await check(file), await check(file)];
    await Promise.all([start(one), start(two)]);
    await Promise.all([work(one), work(two)]);
    const [first, second] = [await state(one), await state(two)];
    expect(first.rowsAdded + second.rowsAdded).toBe(8);
    expect(first.rowsKnown + second.rowsKnown).toBe(8);
    expect(await membersLike('race-%')).toHaveLength(8);
  });

  it('stops when it is canceled, keeps what is done, and the rest can be imported later', async () => {
    const file = [1, 2, 3].reduce(
      (text, at) => `${text}\nstop-${at}@example.org,Ana,Reyes,,,,Regular,,2027-01-01,`,
      header,
    );
    const importId = await check(file);
    await start(importId);
    await work(importId, 1);
    await testing.db.write(staff, (tx) => cancelMemberImport(tx, { importId }));
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'CANCELED', rowsAdded: 1, newLeft: 2 });
    await start(importId);
    await expect(start(importId)).rejects.toThrow('is being imported already');
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'DONE', rowsAdded: 3, newLeft: 0 });
    await expect(start(importId)).rejects.toThrow('was imported already');
    await expect(testing.db.write(staff, (tx) => cancelMemberImport(tx, { importId }))).rejects.toThrow(
      'is over',
    );
  });

  it('whose worker was lost goes on where it ended, by another try or by hand', async () => {
    const file = [1, 2, 3].reduce(
      (text, at) => `${text}\nlost-${at}@example.org,Ana,Reyes,,,,Regular,,2027-01-01,`,
      header,
    );
    const importId = await check(file);
    await start(importId);
    await work(importId, 1);
    await work(importId, 1);
    expect(await state(importId)).toMatchObject({ status: 'RUNNING', rowsAdded: 2, isSilent: false });
    await testing.owner`alter table member_imports disable trigger touch_updated_at`;
    await testing.owner`update member_imports set updated_at = now() - interval '3 minutes' where id = ${importId}`;
    await testing.owner`alter table member_imports enable trigger touch_updated_at`;
    expect((await state(importId)).isSilent).toBe(true);
    await start(importId);
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'DONE', rowsAdded: 3 });
  });

  it('that nobody begins can be discarded, and rows are forgotten after 30 days', async () => {
    const file = `${header}\nnobody@example.org,Ana,Reyes,,,,Regular,,bad,`;
    const [dropped, kept] = [await check(file), await check(file)];
    const drop = (importId: string) => testing.db.write(staff, (tx) => dropMemberImport(tx, { importId }));
    await drop(dropped);
    await expect(drop(dropped)).rejects.toThrow('There is no import');
    await testing.owner`update member_imports set created_at = now() - interval '31 days' where id = ${kept}`;
    await testing.db.write(system, (tx) => forgetImportRows(tx, 'member_imports'));
    expect(await rowsOf(kept)).toEqual([]);
    expect(await state(kept)).toMatchObject({ rowsRead: 1 });
  });
});

describe('rows of one company', () => {
  const rows = (like: string, firm: string, license: string) =>
    [
      header,
      `one.${like}@example.org,One,Twin,${firm},,,Regular,2026-01-01,2030-12-31,`,
      `two.${like}@example.org,Two,Twin,${firm.toUpperCase()},,,Regular,2026-01-01,2030-12-31,`,
      `three.${like}@example.org,Three,Twin,${firm},,${license},Regular,2026-01-01,2030-12-31,`,
    ].join('\n');
  const firmsOf = (like: string) =>
    testing.owner`
      select count(distinct p.company_id)::int as firms, array_agg(p.role order by u.first_name) as roles
      from company_people p join users u on u.id = p.user_id where u.email like ${`%.${like}@example.org`}`;

  it('become its people where staff say so, except for one with a license of its own', async () => {
    const importId = await check(rows('join', 'Joined Walls', '903'));
    expect(await state(importId)).toMatchObject({ newLeft: 3, namesakes: 2 });
    await start(importId, false, true);
    await work(importId);
    expect(await firmsOf('join')).toEqual([{ firms: 1, roles: ['OWNER', 'MEMBER'] }]);
    expect(await state(importId)).toMatchObject({ rowsAdded: 2, rejected: 1 });
    expect((await rowsOf(importId))[0]).toMatchObject({ line: 4, field: 'company' });
  });

  it('become companies of the same name otherwise', async () => {
    const importId = await check(rows('apart', 'Parted Walls', '904'));
    await start(importId);
    await work(importId);
    expect(await firmsOf('apart')).toEqual([{ firms: 3, roles: ['OWNER', 'OWNER', 'OWNER'] }]);
  });
});
