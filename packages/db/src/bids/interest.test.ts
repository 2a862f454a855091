import { sayInterestInput } from '@namc/inputs/bids';
import { expect, it } from 'vitest';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { sayInterest } from './commands/interest.ts';
import { listOwnInterests, listPlanHolders } from './queries/interest.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });

async function firm(name: string) {
  const ownerId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, ownerId, name);
  const say = (projectId: string, said: object, userId = ownerId) =>
    portal.db.write(member(userId), (tx) =>
      sayInterest(tx, sayInterestInput.parse({ projectId, companyId, stance: 'INTERESTED', ...said })),
    );
  return { ownerId, companyId, say };
}
const holders = async (actor: Actor, projectId: string) =>
  (await portal.db.read(actor, (tx) => listPlanHolders(tx, { projectId }), { freshness: 'latest' })).map(
    ({ firm: name, bidsAs }) => `${name} ${bidsAs}`,
  );

it('shows the firms that want it to members and the poster, and keeps the others to themselves', async () => {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId);
  const [open, hidden, gone] = [await firm('Open'), await firm('Hidden'), await firm('Gone')];
  await open.say(projectId, { bidsAs: 'SUPPLIER', isShown: true });
  await hidden.say(projectId, {});
  await gone.say(projectId, { isShown: true });
  await gone.say(projectId, { stance: 'NOT_BIDDING', isShown: true });
  for (const actor of [member(posterId), member(await addMember(portal.db)), member(hidden.ownerId)])
    expect(await holders(actor, projectId)).toEqual(['Open SUPPLIER']);
  for (const actor of [
    { kind: 'visitor' } as const,
    member(await addMember(portal.db, { status: 'LAPSED' })),
  ])
    expect(await holders(actor, projectId)).toEqual([]);
  expect(
    await portal.db.read(
      member(posterId),
      ({ sql }) => sql`select 1 from project_interests where project_id = ${projectId}`,
    ),
  ).toHaveLength(0);
});

it('is one word a firm: a colleague changes it, and who pays the bills or is a stranger doesn’t', async () => {
  const projectId = await addProject(portal.db, await addMember(portal.db));
  const own = await firm('Own');
  const [colleague, payer] = [await addMember(portal.db), await addMember(portal.db)];
  await addColleague(portal.db, own, colleague);
  await addColleague(portal.db, own, payer, 'BILLING');
  await own.say(projectId, {});
  await own.say(projectId, { stance: 'UNDECIDED' }, colleague);
  for (const stranger of [payer, await addMember(portal.db)])
    await expect(own.say(projectId, { stance: 'NOT_BIDDING' }, stranger)).rejects.toThrow(
      'You may not do this.',
    );
  const seen = await portal.db.read(member(own.ownerId), (tx) => listOwnInterests(tx, { projectId }), {
    freshness: 'latest',
  });
  expect(seen).toMatchObject([
    {
      draftId: null,
      bidId: null,
      companyId: own.companyId,
      company: 'Own',
      stance: 'UNDECIDED',
      bidsAs: 'PRIME',
      isShown: false,
    },
  ]);
  expect(await portal.db.read(member(payer), (tx) => listOwnInterests(tx, { projectId }))).toEqual([]);
});

it('is refused for a draft as for an unknown project, after the bidding, and for one’s own project', async () => {
  const { ownerId, say } = await firm('Careful');
  const drafted = await addProject(portal.db, await addMember(portal.db), { status: 'DRAFT' });
  const closed = await addProject(portal.db, await addMember(portal.db), { status: 'CLOSED' });
  const own = await addProject(portal.db, ownerId);
  for (const projectId of [drafted, closed, own, '00000000-0000-4000-8000-000000000000'])
    await expect(say(projectId, {})).rejects.toThrow('You may not do this.');
});
