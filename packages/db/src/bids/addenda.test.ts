import { afterAll, beforeAll, expect, it } from 'vitest';
import { acknowledgeAddendum, sendAddendum } from '../addenda/commands.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import { type Database, openDatabase, type WriteTransaction } from '../database.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testSealing } from '../tools/testing/test-keys.ts';
import { submitBid } from './commands/drafts.ts';
import { draftOf, openBids } from './factory.ts';
import { compareBids } from './queries/compare.ts';

const portal = testDatabase();
let crowd: Database;
beforeAll(() => {
  crowd = openDatabase({ ...portal.urls, maxConnections: 8 });
});
afterAll(() => crowd.close());
const member = (userId: string): Actor => ({ kind: 'member', userId });

async function bidding() {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId);
  const send = (title: string) =>
    portal.db.write(member(posterId), (tx) =>
      sendAddendum(tx, { projectId, title, content: 'Read it.', deadline: undefined, fileIds: [] }),
    );
  const drafting = async (name: string) => {
    const ownerId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, ownerId, name);
    const draft = await draftOf(portal.db, ownerId, { projectId, companyId });
    await draft.save({ amount: '1000' });
    return { ownerId, companyId, draft };
  };
  return { posterId, projectId, send, drafting };
}
const acknowledge = (userId: string, addendumId = '') =>
  portal.db.write(member(userId), (tx) => acknowledgeAddendum(tx, { addendumId }));

it('a bid waits for the acknowledgement of each addendum, by anybody who bids for the firm', async () => {
  const { send, drafting } = await bidding();
  const { ownerId, companyId, draft } = await drafting('Reading Builders');
  const [colleague, payer] = [await addMember(portal.db), await addMember(portal.db)];
  await addColleague(portal.db, { companyId, ownerId }, colleague);
  await addColleague(portal.db, { companyId, ownerId }, payer, 'BILLING');
  await send('Drains');
  await send('Paint');
  await expect(draft.submit()).rejects.toThrow('Your firm hasn’t acknowledged addendum 1: Drains.');
  const [first, second] = (await draft.read()).addenda;
  await acknowledge(ownerId, first?.id);
  await expect(draft.submit()).rejects.toThrow('Your firm hasn’t acknowledged addendum 2: Paint.');
  await acknowledge(colleague, second?.id);
  expect((await draft.read()).addenda).toMatchObject([
    { number: 1, readAt: expect.any(Date) },
    { number: 2, readAt: expect.any(Date) },
  ]);
  expect(await draft.submit()).toMatchObject({ outcome: 'SUBMITTED' });
  // A firm hears of its own alone.
  const stranger = await addMember(portal.db);
  for (const asker of [stranger, payer])
    expect(
      await portal.db.read(member(asker), ({ sql }) => sql`select * from addenda_of_draft(${draft.draftId})`),
    ).toHaveLength(0);
});

it('an acknowledgement counts for each firm for which the person bids', async () => {
  const { projectId, send, drafting } = await bidding();
  const { ownerId, draft } = await drafting('First Builders');
  const secondFirm = await addSampleCompany(portal.db, ownerId, 'Second Builders');
  const other = await draftOf(portal.db, ownerId, { projectId, companyId: secondFirm });
  await other.save({ amount: '2000' });
  await send('Drains');
  await acknowledge(ownerId, (await draft.read()).addenda[0]?.id);
  expect(await draft.submit()).toMatchObject({ outcome: 'SUBMITTED' });
  expect((await other.read()).addenda).toMatchObject([{ readAt: expect.any(Date) }]);
});

/** Runs the act in a transaction that stays open until the returned function ends it. */
async function hold(db: Database, actor: Actor, act: (tx: WriteTransaction) => Promise<unknown>) {
  const [acted, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = db.write(actor, async (tx) => {
    await act(tx);
    acted.resolve();
    await over.promise;
  });
  await acted.promise;
  return () => {
    over.resolve();
    return done;
  };
}

it('an addendum and a bid at once come one after the other, and the later one knows of the earlier one', async () => {
  const { posterId, projectId, send, drafting } = await bidding();
  const { ownerId, draft } = await drafting('Racing Builders');
  const { revision } = await draft.read();
  const addendum = { projectId, title: 'Drains', content: 'x', deadline: undefined, fileIds: [] };
  const commitAddendum = await hold(crowd, member(posterId), (tx) => sendAddendum(tx, addendum));
  const late = draft.submit(revision).catch(String);
  await waits();
  await commitAddendum();
  expect(await late).toContain('addendum 1: Drains');
  await acknowledge(ownerId, (await draft.read()).addenda[0]?.id);
  const commitBid = await hold(crowd, draft.as, (tx) =>
    submitBid(tx, testSealing, { draftId: draft.draftId, revision, portal: 'https://portal.example.org' }),
  );
  const second = send('Paint');
  await waits();
  await commitBid();
  expect(await second).toBe(2);
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  await openBids(portal.db);
  const { bids } = await portal.db.read(member(posterId), (tx) => compareBids(tx, { projectId }), {
    freshness: 'latest',
  });
  expect(bids).toMatchObject([
    {
      addenda: [
        { number: 1, isRead: true },
        { number: 2, isRead: false },
      ],
    },
  ]);
});

/** Until somebody waits for the lock that another holds. */
async function waits() {
  await expect
    .poll(async () => {
      const [row] = await portal.owner<{ n: number }[]>`
        select count(*)::int as n from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
      return row?.n;
    })
    .toBeGreaterThan(0);
}
