import { expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { cancelProject } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { awardProject, shortlistBid, withdrawBid } from './commands/decide.ts';
import { addBidFile } from './commands/drafts.ts';
import { draftOf, openBids } from './factory.ts';
import { compareBids } from './queries/compare.ts';
import { getOwnBid } from './queries/own.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const compare = (actor: Actor, projectId: string) =>
  portal.db.read(actor, (tx) => compareBids(tx, { projectId }), { freshness: 'latest' });

/** A project with a bid for each of the prices, whose deadline passes as this returns. */
async function biddingOver(prices: string[]) {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const bids = [];
  for (const amount of prices) {
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, `Firm of ${amount}`);
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount });
    const fileId = await uploadSample(portal.db, draft.as, {
      kind: 'BID_FILE',
      text: `${amount}${projectId}`,
      contentType: 'application/pdf',
    });
    await portal.db.write(draft.as, (tx) => addBidFile(tx, { draftId: draft.draftId, fileId }));
    const answer = await draft.submit();
    bids.push({ userId, draft, bidId: 'bidId' in answer ? answer.bidId : '' });
  }
  const before = await compare(member(posterId), projectId);
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  await openBids(portal.db);
  const award = (bidId: string, reason = 'Lowest responsible bid', as = posterId) =>
    portal.db.write(member(as), (tx) =>
      awardProject(tx, { bidId, reason, portal: 'https://portal.example.org' }),
    );
  return { posterId, projectId, bids, before, award };
}

it('shows the poster a number until the deadline, and then each price with what to look at', async () => {
  const { posterId, projectId, bids, before } = await biddingOver(['1000', '1000', '3000', '2000']);
  expect(before).toMatchObject({ areOpen: false, count: 4, bids: [] });
  const { bids: opened, areOpen } = await compare(member(posterId), projectId);
  expect(areOpen).toBe(true);
  expect(
    opened.map(({ amountCents, firm, isTied, isLowest, percentOfMedian }) => [
      amountCents,
      firm,
      isTied,
      isLowest,
      percentOfMedian,
    ]),
  ).toEqual([
    [100_000, 'Firm of 1000', true, true, 67],
    [100_000, 'Firm of 1000', true, true, 67],
    [200_000, 'Firm of 2000', false, false, 133],
    [300_000, 'Firm of 3000', false, false, 200],
  ]);
  const fileId = opened[0]?.files[0]?.id ?? '';
  await expect(portal.db.read(member(posterId), (tx) => getFile(tx, { fileId }))).resolves.toMatchObject({
    bytes: 40,
  });
  for (const stranger of [bids[0]!.userId, await addMember(portal.db)])
    await expect(compare(member(stranger), projectId)).rejects.toThrow('project');
  await expect(portal.db.read(member(bids[3]!.userId), (tx) => getFile(tx, { fileId }))).rejects.toThrow(
    'file',
  );
});

it('is awarded with a reason, though one bid is the lowest, and each bidder gets one letter', async () => {
  const { posterId, projectId, bids, award } = await biddingOver(['1000', '2000', '3000']);
  const [winner, loser, gone] = bids.map(({ bidId }) => bidId);
  await portal.db.write(member(posterId), (tx) => shortlistBid(tx, { bidId: winner!, isShortlisted: true }));
  await portal.db.write(bids[2]!.draft.as, (tx) =>
    withdrawBid(tx, { bidId: gone!, reason: 'A digit was missing', portal: 'https://portal.example.org' }),
  );
  await expect(
    portal.db.write(member(posterId), ({ sql }) =>
      sql`update projects set status = 'CLOSED' where id = ${projectId}`.then(
        () => sql`update project_applications set status = 'AWARDED' where id = ${winner!}`,
      ),
    ),
  ).rejects.toThrow('Say why you award');
  for (const stranger of [bids[0]!.userId, bids[1]!.userId])
    await expect(award(winner!, 'Mine', stranger)).rejects.toThrow();
  // Staff read the bids, and decide nothing.
  const auditor = await addMember(portal.db, { roles: ['auditor'] });
  expect(await compare({ kind: 'staff', userId: auditor }, projectId)).toMatchObject({ mayDecide: false });
  await expect(compare(member(auditor), projectId)).rejects.toThrow('project');
  expect(await compare(member(posterId), projectId)).toMatchObject({ mayDecide: true });
  await award(winner!);
  await expect(award(loser!)).rejects.toThrow('already awarded');
  const { bids: after, mayDecide } = await compare(member(posterId), projectId);
  expect(mayDecide).toBe(false);
  expect(
    after.map(({ status, decisionReason, withdrawReason, amountCents }) => [
      status,
      decisionReason,
      withdrawReason,
      amountCents,
    ]),
  ).toEqual([
    ['AWARDED', 'Lowest responsible bid', null, 100_000],
    ['DECLINED', null, null, 200_000],
    ['WITHDRAWN', null, 'A digit was missing', null],
  ]);
  const mails = await portal.owner<{ template: string; user: string }[]>`
    select template, user_id as user from mails where template in ('bid-awarded', 'bid-not-awarded', 'withdrawn-bid-decided')
      and user_id = any (${bids.map(({ userId }) => userId)}) order by template`;
  expect([...mails]).toEqual([
    { template: 'bid-awarded', user: bids[0]!.userId },
    { template: 'bid-not-awarded', user: bids[1]!.userId },
    { template: 'withdrawn-bid-decided', user: bids[2]!.userId },
  ]);
  expect(
    await portal.db.read(bids[1]!.draft.as, (tx) => getOwnBid(tx, testKeys, { bidId: loser! })),
  ).toMatchObject({
    status: 'DECLINED',
    amountCents: 200_000,
  });
});

const withdraw = (draft: { as: Actor }, bidId: string, reason?: string) =>
  portal.db.write(draft.as, (tx) => withdrawBid(tx, { bidId, reason, portal: 'https://portal.example.org' }));

it('tells the poster once of a bid that is withdrawn after the opening, with the firm, the project and the reason', async () => {
  const { posterId, projectId, bids } = await biddingOver(['1000', '2000']);
  const [gone, other] = bids;
  await withdraw(gone!.draft, gone!.bidId, 'A digit was missing');
  await withdraw(gone!.draft, gone!.bidId);
  await portal.db.write(
    gone!.draft.as,
    ({ sql }) => sql`select tell_of_withdrawal(${gone!.bidId}, 'https://portal.example.org')`,
  );
  await expect(withdraw(gone!.draft, gone!.bidId, 'Another reason')).rejects.toThrow('withdrawn already');
  // Nobody tells of another firm’s bid, or of one that stands.
  await portal.db.write(
    other!.draft.as,
    ({ sql }) =>
      sql`select tell_of_withdrawal(id, 'https://portal.example.org') from unnest(${[gone!.bidId, other!.bidId]}::uuid[]) id`,
  );
  const told = await portal.owner`
    select m.template, c.about from mails m join mail_contents c on c.mail_id = m.id
    where m.user_id = ${posterId} and m.template = 'bid-withdrawn'`;
  expect([...told]).toMatchObject([
    { about: { firm: 'Firm of 1000', projectTitle: 'New pier', reason: 'A digit was missing', projectId } },
  ]);
  const notes = await portal.owner`
    select title, path from notifications where user_id = ${posterId} and kind = 'bid-withdrawn'`;
  expect([...notes]).toEqual([
    {
      title: 'Firm of 1000 withdrew its bid on “New pier”: A digit was missing',
      path: `/projects/${projectId}/bids`,
    },
  ]);
});

it('tells nobody of a bid that is withdrawn before the opening', async () => {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId);
  const userId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, userId, 'Early Builders');
  const draft = await draftOf(portal.db, userId, { projectId, companyId });
  await draft.save({ amount: '1000' });
  const answer = await draft.submit();
  await withdraw(draft, 'bidId' in answer ? answer.bidId : '', 'Too early');
  expect(
    await portal.owner`select from notifications where user_id = ${posterId} and kind = 'bid-withdrawn'`,
  ).toEqual([]);
});

it('tells a firm that withdrew its bid after the opening of the cancellation, once', async () => {
  const { posterId, projectId, bids } = await biddingOver(['1000', '2000']);
  await withdraw(bids[0]!.draft, bids[0]!.bidId, 'A digit was missing');
  await portal.db.write(member(posterId), (tx) => cancelProject(tx, { projectId, reason: 'No money' }));
  const people = bids.map(({ userId }) => userId);
  const told = await portal.owner`
    select user_id as user, reason, words from project_notices where project_id = ${projectId} order by user_id`;
  expect([...told]).toEqual(
    [...people].sort().map((user) => ({ user, reason: 'BIDS', words: 'The project was canceled: No money' })),
  );
});

it('says what is so of a bid that is decided or withdrawn', async () => {
  const { posterId, bids, award } = await biddingOver(['1000', '2000', '3000']);
  const [winner, loser, gone] = bids;
  const shortlist = (bidId: string) =>
    portal.db.write(member(posterId), (tx) => shortlistBid(tx, { bidId, isShortlisted: true }));
  await withdraw(gone!.draft, gone!.bidId, 'A digit was missing');
  await expect(shortlist(gone!.bidId)).rejects.toThrow('The bid is withdrawn already.');
  await expect(award(gone!.bidId)).rejects.toThrow('The bid is withdrawn already.');
  await award(winner!.bidId);
  for (const act of [() => shortlist(winner!.bidId), () => withdraw(winner!.draft, winner!.bidId, 'Too low')])
    await expect(act()).rejects.toThrow('This project is already awarded to this bid.');
  for (const act of [() => shortlist(loser!.bidId), () => withdraw(loser!.draft, loser!.bidId, 'Too low')])
    await expect(act()).rejects.toThrow('This project is already awarded to another bid.');
});
