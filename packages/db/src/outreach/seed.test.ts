import { expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { memberNamed } from '../members/seed/person.ts';
import { seedDemo } from '../tools/seed/seed-demo.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { getOutreach } from './queries/list.ts';
import { listOutreachRecords } from './queries/records.ts';

const portal = testDatabase();

it('the demonstration shows an outreach with contacts, a follow-up that is due, invitations and a record', async () => {
  await addContractors(
    portal.owner,
    Array.from({ length: 9 }, (_, at) => ({
      licenseNumber: `${9_000_000 + at}`,
      classifications: ['C-51'],
      region: 'NORTH' as const,
    })),
  );
  await seedDemo(portal.db);
  const [{ id: projectId }] = await portal.owner<[{ id: string }]>`
    select project_id as id from project_outreach limit 1`;
  const owner = memberNamed('Bell');
  expect(await portal.db.read(owner, (tx) => getOutreach(tx, { projectId }))).toEqual({
    firms: 8,
    contacted: 6,
    due: 1,
    interested: 1,
    quoted: 1,
    invitationsLeft: 48,
    nextInvitationAt: null,
  });
  expect(await portal.db.read(owner, (tx) => listOutreachRecords(tx, { projectId }))).toMatchObject([
    { firms: 8 },
  ]);
  const addresses = await portal.owner<{ recipient: string }[]>`
    select recipient from mails where template = 'outreach-invitation'`;
  expect(addresses).toHaveLength(2);
  for (const { recipient } of addresses) expect(recipient).toMatch(/@example\.org$/);
});
