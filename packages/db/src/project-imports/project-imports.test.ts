import { readProjectFileInput } from '@namc/inputs/project-imports';
import { beforeAll, describe, expect, it } from 'vitest';
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
import { checkProjectFile, readProjectFile } from './commands/check-list.ts';
import {
  cancelProjectImport,
  dropProjectImport,
  importProjectRow,
  startProjectImport,
} from './commands/import-projects.ts';
import {
  findNextProjectRow,
  getProjectImport,
  getRefusedProjectRows,
  listProjectImports,
  listProjectRows,
} from './queries.ts';

const testing = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const latest = { freshness: 'latest' } as const;
const table = 'project_imports';
let staff: Actor & { userId: string };

const manager = async () =>
  ({ kind: 'staff', userId: await addMember(testing.db, { roles: ['membership_manager'] }) }) as const;
beforeAll(async () => {
  staff = await manager();
});

const header = 'Bid No,Agency,Project Title,Scope,Trade,City,Zip,Estimate,Due Date';
const whole = (number: string, facts: { title?: string; due?: string; agency?: string } = {}) =>
  `${number},${facts.agency ?? 'City of Oakland'},${facts.title ?? 'New roof'},Tear-off.,C-39,Oakland,94601,"$1,200,000.00",${facts.due ?? '12/15/2098 2:00 PM'}`;
const list = (...rows: string[]) => [header, ...rows].join('\r\n');
const check = (text: string | Uint8Array, by: Actor = staff) =>
  testing.db.write(by, (tx) =>
    checkProjectFile(tx, {
      fileName: 'bids.csv',
      bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    }),
  );
const state = (importId: string) =>
  testing.db.read(staff, (tx) => getProjectImport(tx, { importId }), latest);
const rowsOf = async (importId: string) =>
  (await testing.db.read(staff, (tx) => listProjectRows(tx, { importId, cursor: 0 }), latest)).rows;
const verdictsOf = async (importId: string) =>
  (await rowsOf(importId)).map(({ line, verdict, field, reason }) => [line, verdict, field, reason]);
const start = (importId: string, updatesDrafts = false, by: Actor = staff) =>
  testing.db.write(by, (tx) => startProjectImport(tx, { importId, updatesDrafts }));
async function read(importId: string, how: Record<string, unknown>) {
  const { columns, agency, category, timeOfDay, beginsAs } = await state(importId);
  const input = { importId, columns, agency, category, timeOfDay, beginsAs, ...how };
  await testing.db.write(staff, (tx) => readProjectFile(tx, readProjectFileInput.parse(input)));
}

/** As the worker does it, at most so many rows. */
async function work(importId: string, most = 1_000) {
  if (!(await testing.db.write(system, (tx) => takeImport(tx, table, { importId })))) return;
  for (let done = 0; done < most; done += 1) {
    const line = await testing.db.read(system, (tx) => findNextProjectRow(tx, { importId }), latest);
    if (line === undefined) {
      await testing.db.write(system, (tx) => finishImport(tx, table, { importId }));
      return;
    }
    try {
      if (!(await testing.db.write(system, (tx) => importProjectRow(tx, { importId, line })))) return;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { message: reason } = error;
      await testing.db.write(system, (tx) => rejectImportRow(tx, table, { importId, line, reason }));
    }
  }
}
async function run(text: string, how: Record<string, unknown> = {}, updatesDrafts = false) {
  const importId = await check(text);
  if (Object.keys(how).length > 0) await read(importId, how);
  await start(importId, updatesDrafts);
  await work(importId);
  return state(importId);
}
const projectsLike = (like: string) =>
  testing.owner`
    select solicitation_number as number, title, description, status, agency, city, county, budget_max_cents::text as cents,
           deadline_at as due, owner_id, skills_required as skills, coordinates is not null as is_placed, version
    from projects where solicitation_number like ${like} order by solicitation_number`;

describe('the check of a list of bids', () => {
  it('tells row by row what would happen, and changes nothing', async () => {
    const before = await testing.owner`select count(*) from projects`;
    const importId = await check(
      list(
        whole('CHECK-1'),
        whole('check 1', { agency: 'CITY of Oakland' }),
        ',City of Oakland,No number,,,,,,',
        'CHECK-4,City of Oakland,,,,,,,',
        'CHECK-5,,No agency,,,,,,',
        'CHECK-6,City of Oakland,Money,,,,,$1.2M,',
        'CHECK-7,City of Oakland,Zeppelins,,Zeppelin yards,,,,',
        'CHECK-8,City of Oakland,Day alone,,,,,,12/15/2098',
        'CHECK-9,City of Oakland,Skipped,,,,,,3/9/2098 2:30 AM',
        'CHECK-10,City of Oakland,No time,,,,,,soon',
        'CHECK-11,City of Oakland,Nevada,,,"Reno, NV",,,',
        'CHECK-12,City of Oakland,Nothing to say yet,n/a,,TBD,,TBD,TBD',
        'CHECK-13,City of Oakland,Too long,,,,,,,more',
        'CHECK-14,City of Oakland,Range,,"C-10 Electrical; Plumbing, A",,,"$1,000,000 - $2,000,000",',
      ),
    );
    expect(await verdictsOf(importId)).toEqual([
      [2, 'NEW', null, null],
      [3, 'REJECTED', 'solicitationNumber', 'stands in line 2 already'],
      [4, 'REJECTED', 'solicitationNumber', 'is required'],
      [5, 'REJECTED', 'title', 'is required'],
      [6, 'REJECTED', 'agency', 'is required'],
      [7, 'REJECTED', 'budgetMax', 'must be written out in digits, such as $1,200,000'],
      [8, 'REJECTED', 'skills', 'names “Zeppelin yards”, which is no trade or skill that the portal knows'],
      [9, 'REJECTED', 'deadline', 'needs a time of day too, such as 12/15/2026 2:00 PM'],
      [
        10,
        'REJECTED',
        'deadline',
        'must be another time: the clocks go forward that night and skip this one',
      ],
      [11, 'REJECTED', 'deadline', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
      [12, 'REJECTED', 'city', 'must be in California'],
      [13, 'NEW', null, null],
      [14, 'REJECTED', 'row', 'has more fields than the header'],
      [15, 'NEW', null, null],
    ]);
    const found = await rowsOf(importId);
    expect(found.at(-1)?.facts).toMatchObject({
      skills: ['C-10', 'C-36', 'A'],
      budgetMin: '1000000',
      budgetMax: '2000000',
    });
    expect(found[11]?.facts).toEqual({
      solicitationNumber: 'CHECK-12',
      agency: 'City of Oakland',
      title: 'Nothing to say yet',
    });
    expect(await state(importId)).toMatchObject({ status: 'CHECKED', new: 3, rejected: 11, rowsRead: 14 });
    expect(await testing.owner`select count(*) from projects`).toEqual(before);
  });

  it('reads participation goals, and tells of each row what is wrong with them', async () => {
    const goals = (number: string, text: string) => `${number},City of Oakland,New roof,"${text}"`;
    const text = [
      'Bid No,Agency,Project Title,Participation goals',
      goals('GOALS-1', 'DVBE 3%, SB: 25'),
      goals('GOALS-2', 'Goal: at least 10% 8(a); GO 156 2.5%'),
      goals('GOALS-3', 'DVBE'),
      goals('GOALS-4', 'DVBE 3%, dvbe 5%'),
      goals('GOALS-5', 'XBE 3%'),
      goals('GOALS-6', 'SB 120%'),
      goals('GOALS-7', 'none'),
      goals('GOALS-8', 'DVBE 3% and SB 25%'),
      goals('GOALS-9', 'MBE 10% / WBE 5%'),
      goals('GOALS-A', 'DVBE - 3%\nSB-25%; MBE: 5 & WBE 2.5%'),
      goals('GOALS-B', 'DVBE -3%'),
      goals('GOALS-C', 'SB: −25'),
    ].join('\n');
    const importId = await check(text);
    expect(await verdictsOf(importId)).toEqual([
      [2, 'NEW', null, null],
      [3, 'NEW', null, null],
      [4, 'REJECTED', 'goals', 'must name each certification with its percentage, such as DVBE 3%, SB 25%'],
      [5, 'REJECTED', 'goals', 'names “DVBE” twice'],
      [6, 'REJECTED', 'goals', 'The portal knows no certification “XBE”.'],
      [7, 'REJECTED', 'goals', 'must be at most 100'],
      [8, 'NEW', null, null],
      [9, 'NEW', null, null],
      [10, 'NEW', null, null],
      [11, 'NEW', null, null],
      [13, 'REJECTED', 'goals', 'must be percentages above zero, such as DVBE 3%'],
      [14, 'REJECTED', 'goals', 'must be percentages above zero, such as DVBE 3%'],
    ]);
    await start(importId);
    await work(importId);
    const stored = () =>
      testing.owner<{ goals: object }[]>`
        select goals from projects where solicitation_number like 'GOALS-%' order by solicitation_number`;
    const others = [
      { DVBE: 3, SB: 25 },
      { MBE: 10, WBE: 5 },
      { DVBE: 3, SB: 25, MBE: 5, WBE: 2.5 },
    ];
    expect((await stored()).map((row) => row.goals)).toEqual([
      { DVBE: 3, SB: 25 },
      { '8A': 10, GO156: 2.5 },
      {},
      ...others,
    ]);
    // The same list says nothing new. A draft takes other goals, and a blank cell leaves them alone.
    expect((await verdictsOf(await check(text))).slice(0, 2).map(([, verdict]) => verdict)).toEqual([
      'SAME',
      'SAME',
    ]);
    await run(
      text.replace('SB: 25', 'SB: 30').replace('"Goal: at least 10% 8(a); GO 156 2.5%"', ''),
      {},
      true,
    );
    expect((await stored()).map((row) => row.goals)).toEqual([
      { DVBE: 3, SB: 30 },
      { '8A': 10, GO156: 2.5 },
      {},
      ...others,
    ]);
  });

  it('asks of published projects what publishing asks, and of all what the table asks', async () => {
    const importId = await check(
      [
        `${header},Site walk,Low estimate`,
        `${whole('RULES-1')},,`,
        'RULES-2,City of Oakland,Bare,,,,,,,,',
        `${whole('RULES-3', { due: '12/15/2020 2:00 PM' })},,`,
        `${whole('RULES-4')},12/16/2098 2:00 PM,`,
        `${whole('RULES-5')},,"$1,300,000"`,
      ].join('\n'),
    );
    expect((await verdictsOf(importId)).map(([, verdict, , reason]) => [verdict, reason])).toEqual([
      ['NEW', null],
      ['NEW', null],
      ['NEW', null],
      ['REJECTED', 'The site walk is after the deadline for bids.'],
      ['REJECTED', 'The minimum budget is higher than the maximum.'],
    ]);
    await read(importId, { beginsAs: 'BIDDING_OPEN' });
    expect(
      (await verdictsOf(importId)).slice(0, 3).map(([, verdict, , reason]) => [verdict, reason]),
    ).toEqual([
      ['NEW', null],
      ['REJECTED', 'Before you publish, add a description, a trade or a skill, a place, a deadline.'],
      ['REJECTED', 'The deadline has to be in the future.'],
    ]);
  });

  it('reads a list with other meanings of its columns, and with words for what its rows leave out', async () => {
    const importId = await check(
      'Ref;Job;When;Who\n17/A;"Seismic\nretrofit";12/15/2098;x\n18/A;Paving;3/1/2098 noon;y\n',
    );
    expect(await state(importId)).toMatchObject({
      header: ['Ref', 'Job', 'When', 'Who'],
      columns: ['', '', '', ''],
      rejected: 2,
      notes: ['The file’s fields are separated by semicolons.'],
    });
    const columns = ['solicitationNumber', 'title', 'deadline', ''];
    await read(importId, { columns, agency: 'County of Marin', category: 'COMMERCIAL', timeOfDay: '2 pm' });
    expect(await verdictsOf(importId)).toEqual([
      [2, 'NEW', null, null],
      [4, 'REJECTED', 'deadline', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
    ]);
    expect((await rowsOf(importId))[0]?.facts).toEqual({
      solicitationNumber: '17/A',
      agency: 'County of Marin',
      title: 'Seismic retrofit',
      deadline: '2098-12-15T14:00',
    });
    await expect(read(importId, { columns: ['title', 'title', '', ''] })).rejects.toThrow(
      'can’t mean the same twice',
    );
    await expect(read(importId, { columns: ['title'] })).rejects.toThrow('a meaning for each column');
  });

  it.each([
    ['a mark and CRLF', `\ufeff${list(whole('FORM'))}\r\n`],
    ['semicolons', list(whole('FORM')).replace('"$1,200,000.00"', '1200000').replaceAll(',', ';')],
    ['quotes', list(whole('FORM').replace('New roof', '"New ""green"" roof"'))],
  ])('reads %s', async (_, text) => {
    const [row] = await rowsOf(await check(text));
    expect(row).toMatchObject({
      verdict: 'NEW',
      facts: { budgetMax: expect.stringMatching(/^1200000/), deadline: '2098-12-15T14:00', skills: ['C-39'] },
    });
  });

  it.each([
    ['', 'The file is empty.'],
    [`${header}\n`, 'no row below its header'],
    ['PK\u0003\u0004', 'an Excel workbook'],
    [`${header}\n${'a,b,c\n'.repeat(5_001)}`, 'more than 5000 rows'],
  ])('refuses %j with the reason', async (text, words) => {
    await expect(check(text)).rejects.toThrow(words);
  });

  it('of the longest list ends in time', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => whole(`LONG-${at}`));
    const importId = await check(list(...rows));
    expect(await state(importId)).toMatchObject({ new: 5_000, rejected: 0 });
    await testing.db.write(staff, (tx) => dropProjectImport(tx, { importId }));
  });

  it('is for staff who manage projects', async () => {
    const support: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['support'] }) };
    await expect(check(list(whole('ACCESS')), support)).rejects.toThrow('You may not do this.');
    const importId = await check(list(whole('ACCESS')));
    const member: Actor = { kind: 'member', userId: await addMember(testing.db) };
    for (const actor of [support, member]) {
      const get = testing.db.read(actor, (tx) => getProjectImport(tx, { importId }));
      await expect(get).rejects.toThrow();
      await expect(start(importId, false, actor)).rejects.toThrow();
    }
  });
});

describe('an import of a list of bids', () => {
  it('makes drafts of the person who starts it, with an agency and without a company', async () => {
    const colleague = await manager();
    const importId = await check(list(whole('DRAFT-1')));
    await start(importId, false, colleague);
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'DONE', rowsAdded: 1 });
    const [made] = await projectsLike('DRAFT-%');
    expect(made).toMatchObject({
      title: 'New roof',
      description: 'Tear-off.',
      status: 'DRAFT',
      agency: 'City of Oakland',
      city: 'Oakland',
      county: 'Alameda',
      cents: '120000000',
      due: new Date('2098-12-15T22:00:00Z'),
      skills: ['C-39'],
      owner_id: colleague.userId,
      is_placed: true,
    });
    const [row] = await rowsOf(importId);
    expect(row).toMatchObject({ verdict: 'ADDED', projectId: expect.any(String) });
  });

  it('opens projects for bids where the person says so', async () => {
    expect(await run(list(whole('OPEN-1')), { beginsAs: 'BIDDING_OPEN' })).toMatchObject({ rowsAdded: 1 });
    expect(await projectsLike('OPEN-%')).toMatchObject([{ status: 'BIDDING_OPEN' }]);
  });

  it('of the same list again changes nothing, and counts what is unchanged', async () => {
    const text = list(whole('AGAIN-1'), whole('AGAIN-2'));
    await run(text);
    const before = await projectsLike('AGAIN-%');
    expect(await run(text, {}, true)).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, same: 2 });
    expect(await projectsLike('AGAIN-%')).toEqual(before);
  });

  it('updates a draft only where staff say so, and only in what the list says', async () => {
    await run(list(whole('UPDATE-1'), whole('UPDATE-2')));
    await testing.owner`update projects set contact_name = 'Kept' where solicitation_number = 'UPDATE-1'`;
    const text = list(
      whole('UPDATE-1', { title: 'New and better roof' }),
      'UPDATE-2,City of Oakland,New roof,,,,,,',
    );
    const offered = await check(text);
    expect(await rowsOf(offered)).toMatchObject([
      { verdict: 'CHANGED', changes: ['title'] },
      { verdict: 'SAME', changes: [] },
    ]);
    await start(offered, false);
    await work(offered);
    expect(await state(offered)).toMatchObject({ status: 'DONE', rowsUpdated: 0, changed: 1 });
    expect(await run(text, {}, true)).toMatchObject({ rowsUpdated: 1, same: 1 });
    const [one, two] = await testing.owner`
      select title, contact_name, description from projects where solicitation_number like 'UPDATE-%' order by solicitation_number`;
    expect(one).toMatchObject({ title: 'New and better roof', contact_name: 'Kept' });
    expect(two).toMatchObject({ description: 'Tear-off.' });
  });

  it('leaves a draft that somebody changed since the check', async () => {
    await run(list(whole('MEANWHILE-1')));
    const importId = await check(list(whole('MEANWHILE-1', { title: 'From the list' })));
    await testing.owner`update projects set title = 'From a person' where solicitation_number = 'MEANWHILE-1'`;
    await start(importId, true);
    await work(importId);
    expect(await verdictsOf(importId)).toEqual([
      [2, 'KEPT', 'row', 'is of a draft that was made or changed since the check. Check the file again'],
    ]);
    expect(await projectsLike('MEANWHILE-%')).toMatchObject([{ title: 'From a person' }]);
  });

  it('reports a published project that the list describes otherwise, and leaves it alone', async () => {
    await run(list(whole('KEPT-1')), { beginsAs: 'PUBLISHED' });
    const importId = await check(list(whole('KEPT-1', { title: 'Other', due: '12/16/2098 2:00 PM' })));
    expect(await verdictsOf(importId)).toEqual([
      [
        2,
        'KEPT',
        'row',
        'is published already and stays as it is. The file says something else of Deadline, Title',
      ],
    ]);
    await start(importId, true);
    await work(importId);
    expect(await projectsLike('KEPT-%')).toMatchObject([{ title: 'New roof', status: 'PUBLISHED' }]);
    const refused = await testing.db.read(staff, (tx) => getRefusedProjectRows(tx, { importId }), latest);
    expect(refused).toMatchObject({ header: header.split(','), rows: [{ line: 2 }] });
  });

  it('does not publish a project whose deadline has passed since the check', async () => {
    const importId = await check(list(whole('LATE-1')));
    await read(importId, { beginsAs: 'BIDDING_OPEN' });
    await testing.owner`
      update project_import_rows set facts = facts || '{"deadline": "2020-12-15T14:00"}' where import_id = ${importId}`;
    await start(importId);
    await work(importId);
    expect(await verdictsOf(importId)).toEqual([
      [2, 'REJECTED', 'row', 'The deadline has to be in the future.'],
    ]);
    expect(await projectsLike('LATE-%')).toEqual([]);
  });

  it('beside another one of the same list makes each project once', async () => {
    const text = list(...Array.from({ length: 8 }, (_, at) => whole(`RACE-${at}`)));
    const [one, two] = [await check(text), await check(text)];
    await Promise.all([start(one), start(two)]);
    await Promise.all([work(one), work(two)]);
    const [first, second] = [await state(one), await state(two)];
    expect(first.rowsAdded + second.rowsAdded).toBe(8);
    expect(first.same + second.same).toBe(8);
    expect(await projectsLike('RACE-%')).toHaveLength(8);
  });

  it('stops when it is canceled, keeps what is done, and the rest can be imported later', async () => {
    const importId = await check(list(whole('STOP-1'), whole('STOP-2'), whole('STOP-3')));
    await start(importId);
    await work(importId, 1);
    await testing.db.write(staff, (tx) => cancelProjectImport(tx, { importId }));
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'CANCELED', rowsAdded: 1, new: 2 });
    await expect(read(importId, {})).rejects.toThrow('was begun already');
    await start(importId);
    await expect(start(importId)).rejects.toThrow('is being imported already');
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'DONE', rowsAdded: 3, new: 0 });
    await expect(start(importId)).rejects.toThrow('was imported already');
  });

  it('whose worker was lost goes on where it ended', async () => {
    const importId = await check(list(whole('LOST-1'), whole('LOST-2'), whole('LOST-3')));
    await start(importId);
    await work(importId, 1);
    await work(importId, 1);
    expect(await state(importId)).toMatchObject({ status: 'RUNNING', rowsAdded: 2, isSilent: false });
    await testing.owner`alter table project_imports disable trigger touch_updated_at`;
    await testing.owner`update project_imports set updated_at = now() - interval '3 minutes' where id = ${importId}`;
    await testing.owner`alter table project_imports enable trigger touch_updated_at`;
    expect((await state(importId)).isSilent).toBe(true);
    await start(importId);
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'DONE', rowsAdded: 3 });
  });

  it('ends when the person who started it may not manage projects anymore', async () => {
    const former = await manager();
    const importId = await check(list(whole('FORMER-1')));
    await start(importId, false, former);
    await testing.owner`delete from user_roles where user_id = ${former.userId}`;
    await work(importId);
    expect(await state(importId)).toMatchObject({ status: 'CANCELED', rowsAdded: 0, new: 1 });
  });

  it('that nobody begins can be discarded, and rows are forgotten after 30 days', async () => {
    const [dropped, kept] = [await check(list(whole('NOBODY'))), await check(list(whole('NOBODY')))];
    const drop = (importId: string) => testing.db.write(staff, (tx) => dropProjectImport(tx, { importId }));
    await drop(dropped);
    await expect(drop(dropped)).rejects.toThrow('There is no import');
    await testing.owner`update project_imports set created_at = now() - interval '31 days' where id = ${kept}`;
    await testing.db.write(system, (tx) => forgetImportRows(tx, table));
    expect(await rowsOf(kept)).toEqual([]);
    const [newest] = await testing.db.read(staff, listProjectImports, latest);
    expect(newest).toMatchObject({ id: kept, rowsRead: 1, new: 0 });
  });
});
