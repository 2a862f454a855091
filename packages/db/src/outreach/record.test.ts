import { beforeAll, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../database.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addToOutreach, logContact, makeOutreachRecord } from './commands.ts';
import { listOutreach } from './queries/list.ts';
import { getOutreachRecord, listOutreachRecords } from './queries/records.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const licenseNumber = '7200001';

beforeAll(() =>
  addContractors(portal.owner, [
    { licenseNumber, businessName: 'MERIDIAN ELECTRIC', classifications: ['C-10'] },
  ]),
);

async function recorded() {
  const ownerId = await addMember(portal.db);
  const projectId = await addProject(portal.db, ownerId, {
    title: 'Lighthouse wiring',
    deadlineAt: new Date('2099-06-01T22:00:00Z'),
    location: [-122.4, 37.8],
  });
  const owner = member(ownerId);
  await portal.db.write(owner, (tx) =>
    addToOutreach(tx, {
      projectId,
      licenseNumbers: [licenseNumber],
      criteria: { trades: ['C-10'], miles: 20, standing: 'good' },
    }),
  );
  const log = async (said: string) => {
    const [row] = (
      await portal.db.read(owner, (tx) => listOutreach(tx, { projectId, part: 'all', limit: 9 }))
    ).rows;
    await portal.db.write(owner, (tx) =>
      logContact(tx, {
        outreachId: row?.id ?? '',
        channel: 'EMAIL',
        contacted: '2026-01-05T09:00',
        answer: 'QUOTED',
        rejection: 'Over the budget.',
        said,
      }),
    );
  };
  const make = (actor = owner) => portal.db.write(actor, (tx) => makeOutreachRecord(tx, { projectId }));
  const read = (recordId: string, actor = owner) =>
    portal.db.read(actor, (tx) => getOutreachRecord(tx, { recordId }));
  return { owner, projectId, log, make, read };
}

it('holds the outreach as it was, whatever happens to the project, the log and the board’s file later', async () => {
  const { log, make, read, owner, projectId } = await recorded();
  await log('First');
  const recordId = await make();
  const { snapshot } = await read(recordId);
  expect(snapshot).toMatchObject({
    openingDay: '2099-06-01',
    project: { title: 'Lighthouse wiring' },
    searches: [{ trades: ['C-10'], miles: 20, standing: 'good' }],
    firms: [
      {
        licenseNumber,
        name: 'Meridian Electric',
        distance: { miles: 7 },
        certifications: [],
        contacts: [
          {
            said: 'First',
            answer: 'QUOTED',
            rejection: 'Over the budget.',
            contactedAt: '2026-01-05T17:00:00.000Z',
          },
        ],
      },
    ],
  });
  await log('Second');
  await portal.owner`update projects set title = 'Another' where id = ${projectId}`;
  await portal.owner`update california_contractors set business_name = 'OTHER' where license_number = ${licenseNumber}`;
  expect((await read(recordId)).snapshot).toEqual(snapshot);
  await portal.owner`update california_contractors set business_name = 'MERIDIAN ELECTRIC' where license_number = ${licenseNumber}`;
  expect(await portal.db.read(owner, (tx) => listOutreachRecords(tx, { projectId }))).toMatchObject([
    { id: recordId, firms: 1 },
  ]);
  for (const statement of [`update outreach_records set snapshot = '{}'`, 'delete from outreach_records'])
    await expect(portal.db.write(owner, ({ sql }) => sql.unsafe(statement))).rejects.toMatchObject({
      cause: { code: '42501' },
    });
});

it('names the certifications that are good on the day on which bids open', async () => {
  const { make, read } = await recorded();
  await addMember(portal.db, { company: 'Meridian Electric', licenseNumber });
  const [company] = await portal.owner`select id from companies where license_number = ${licenseNumber}`;
  const [first, second] = await portal.owner`
    select code, name from certification_kinds where is_offered and about = 'AGENCY' order by position limit 2`;
  for (const [code, ends] of [
    [first?.code, '2099-12-31'],
    [second?.code, '2099-05-01'],
  ])
    await portal.owner`
      insert into certifications (company_id, kind, number, issuer, issued_on, expires_on)
      values (${company?.id}, ${code}, '1', 'An agency', '2026-01-01', ${ends})`;
  const { snapshot } = await read(await make());
  expect(snapshot.firms[0]?.certifications).toMatchObject([
    { name: first?.name, number: '1', expiresOn: '2099-12-31', isVerified: false },
  ]);
});

it('is its poster’s and that of staff who manage projects', async () => {
  const { make, read } = await recorded();
  const recordId = await make();
  const manager = staff(await addMember(portal.db, { roles: ['administrator'] }));
  expect((await read(recordId, manager)).snapshot.firms).toHaveLength(1);
  await make(manager);
  for (const stranger of [
    member(await addMember(portal.db)),
    staff(await addMember(portal.db, { roles: ['support'] })),
  ]) {
    await expect(read(recordId, stranger)).rejects.toThrow('record');
    await expect(make(stranger)).rejects.toThrow('project');
  }
});
