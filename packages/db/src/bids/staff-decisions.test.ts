import { describe, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { answerClarification, askBidder } from './commands/clarify.ts';
import { awardProject, shortlistBid } from './commands/decide.ts';
import { takeBidDocuments } from './commands/documents.ts';
import { sayInterest } from './commands/interest.ts';
import { draftOf, openBids } from './factory.ts';
import { listClarifications } from './queries/clarifications.ts';
import { compareBids } from './queries/compare.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' });
const member = (userId: string): Actor => ({ kind: 'member', userId });
const latest = { freshness: 'latest' } as const;
const ownFirm = 'Your firm bids on this project, so a colleague has to do this.';

const staffWith = async (...roles: string[]) => {
  const userId = await addMember(portal.db, { roles });
  return { userId, as: { kind: 'staff', userId } as const };
};
/** Staff who manage bids and nothing else of projects. */
async function bidManager() {
  await portal.owner`
    insert into role_permissions (role_code, permission_code) values ('content_manager', 'bids.read'), ('content_manager', 'bids.manage')
    on conflict do nothing`;
  return staffWith('content_manager');
}

async function opened(rivalId?: string) {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const bids = [];
  for (const firm of ['Dock Builders', 'Pier Works']) {
    const userId = firm === 'Pier Works' && rivalId ? rivalId : await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, firm);
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount: '1000' });
    const sent = await draft.submit();
    bids.push({ userId, companyId, as: draft.as, bidId: 'bidId' in sent ? sent.bidId : '' });
  }
  const open = async () => {
    await portal.owner.unsafe(`
      alter table projects disable trigger user;
      update projects set deadline_at = clock_timestamp() where id = '${projectId}';
      alter table projects enable trigger user`);
    await openBids(portal.db);
  };
  return { posterId, projectId, first: bids[0]!, second: bids[1]!, open };
}
const shortlist = (as: Actor, bidId: string, isShortlisted = true) =>
  portal.db.write(as, (tx) => shortlistBid(tx, { bidId, isShortlisted }));
const award = (as: Actor, bidId: string, reason = 'Lowest responsible bid') =>
  portal.db.write(as, (tx) => awardProject(tx, { bidId, reason, portal: origin }));
const ask = (as: Actor, bidId: string) =>
  portal.db.write(as, (tx) =>
    askBidder(tx, { bidId, question: 'Is the crane included?', answerBy: inDays(30), portal: origin }),
  );
const asked = (as: Actor, bidId: string) =>
  portal.db.read(as, (tx) => listClarifications(tx, { bidId }), latest);
const compared = (as: Actor, projectId: string) =>
  portal.db.read(as, (tx) => compareBids(tx, { projectId }), latest);

describe('staff who manage bids', () => {
  it.each(['administrators', 'with that right alone'])(
    'shortlist, ask and award for the poster: %s',
    async (who) => {
      const { posterId, projectId, first, second, open } = await opened();
      const { as } = who === 'administrators' ? await staffWith('administrator') : await bidManager();
      for (const act of [shortlist, award, ask])
        await expect(act(as, first.bidId)).rejects.toThrow(/sealed|aren’t open/);
      await open();
      expect(await compared(as, projectId)).toMatchObject({ mayDecide: true });
      await shortlist(as, second.bidId);
      await shortlist(as, second.bidId, false);
      await ask(as, first.bidId);
      const [question] = await asked(first.as, first.bidId);
      await portal.db.write(first.as, (tx) =>
        answerClarification(tx, { questionId: question!.id, answer: 'Yes.', portal: origin }),
      );
      for (const reader of [as, member(posterId)])
        expect((await asked(reader, first.bidId)).map(({ body }) => body)).toEqual([
          'Is the crane included?',
          'Yes.',
        ]);
      await award(as, first.bidId);
      expect(
        (await compared(member(posterId), projectId)).bids.map(({ id, status }) => [id, status]),
      ).toEqual(
        expect.arrayContaining([
          [first.bidId, 'AWARDED'],
          [second.bidId, 'DECLINED'],
        ]),
      );
      const mails = await portal.owner<{ template: string; user: string }[]>`
        select template, user_id as user from mails where template in ('bid-awarded', 'bid-not-awarded')
          and user_id = any (${[first.userId, second.userId]}) order by template`;
      expect([...mails]).toEqual([
        { template: 'bid-awarded', user: first.userId },
        { template: 'bid-not-awarded', user: second.userId },
      ]);
      // The trail names the acts, and the poster hears of each.
      const acts = await portal.owner<{ action: string; reason: string | null }[]>`
        select action, reason from admin_actions where user_id = ${as.userId} and action like 'bids.%' order by id`;
      expect(acts.map(({ action, reason }) => [action, reason])).toEqual([
        ['bids.shortlist', null],
        ['bids.unlist', null],
        ['bids.ask', null],
        ['bids.award', 'Lowest responsible bid'],
      ]);
      const told = await portal.owner<{ title: string }[]>`
        select title from notifications where user_id = ${posterId} and kind = 'staff-acted' order by created_at, id`;
      expect(told.map(({ title }) => title)).toEqual([
        '“New pier”: NAMC staff put Pier Works on the short list.',
        '“New pier”: NAMC staff took Pier Works off the short list.',
        '“New pier”: NAMC staff asked Dock Builders about its bid.',
        '“New pier”: NAMC staff awarded the project to Dock Builders: Lowest responsible bid',
      ]);
    },
  );

  it('are refused without that right, and the poster’s own acts leave no row of staff', async () => {
    const { posterId, projectId, first, open } = await opened();
    await open();
    const { as, userId } = await staffWith('auditor');
    expect(await compared(as, projectId)).toMatchObject({ mayDecide: false });
    for (const act of [shortlist, award, ask])
      await expect(act(as, first.bidId)).rejects.toMatchObject({ code: 'not_found' });
    // A right of staff counts for nothing where they act as a member.
    const { userId: managerId } = await staffWith('administrator');
    for (const act of [shortlist, award, ask])
      await expect(act(member(managerId), first.bidId)).rejects.toMatchObject({ code: 'not_found' });
    await shortlist(member(posterId), first.bidId);
    await ask(member(posterId), first.bidId);
    await award(member(posterId), first.bidId);
    expect(
      await portal.owner`select from admin_actions where user_id in (${posterId}, ${userId}, ${managerId})`,
    ).toHaveLength(0);
    expect(
      await portal.owner`select from notifications where user_id = ${posterId} and kind = 'staff-acted'`,
    ).toHaveLength(0);
  });

  it.each(['a bid', 'an interest'])('decide and read nothing where their own firm has %s', async (stake) => {
    const { as, userId } = await staffWith('administrator');
    const { posterId, projectId, first, second, open } = await opened(stake === 'a bid' ? userId : undefined);
    if (stake === 'an interest') {
      const companyId = await addSampleCompany(portal.db, userId, 'Manager Builders');
      await portal.db.write(member(userId), (tx) =>
        sayInterest(tx, { projectId, companyId, stance: 'INTERESTED', bidsAs: 'PRIME', isShown: false }),
      );
    }
    const withheld = { isWithheld: true, mayDecide: false, count: 0, bids: [] };
    expect(await compared(as, projectId)).toMatchObject(withheld);
    await open();
    expect(await compared(as, projectId)).toMatchObject(withheld);
    // Each way by which the offers, the firms and the files of an opened bidding reach staff.
    const ways = (reader: Actor) =>
      portal.db.read(
        reader,
        ({ sql }) => sql<{ rows: number }[]>`
          select (select count(*) from offers_of(${[first.bidId, second.bidId]}::uuid[]))
            + (select count(*) from firms_of_bids(${[first.bidId, second.bidId]}::uuid[]))
            + (select count(*) from bidding_log(${projectId}))
            + cardinality(readable_bids(${[first.bidId, second.bidId]}::uuid[])) as rows`,
        latest,
      );
    expect(await ways(as)).toEqual([{ rows: 0 }]);
    const take = (reader: Actor) => portal.db.write(reader, (tx) => takeBidDocuments(tx, { projectId }));
    await expect(take(as)).rejects.toThrow(ownFirm);
    for (const act of [shortlist, award, ask]) await expect(act(as, first.bidId)).rejects.toThrow(ownFirm);
    const colleague = await staffWith('administrator');
    await ask(colleague.as, first.bidId);
    expect(await asked(as, first.bidId)).toEqual([]);
    expect((await ways(colleague.as))[0]?.rows).toBeGreaterThan(0);
    expect((await take(colleague.as)).bids).toHaveLength(2);
    expect((await compared(colleague.as, projectId)).bids).toHaveLength(2);
    await award(colleague.as, first.bidId);
    expect(await compared(as, projectId)).toMatchObject(withheld);
    // The poster reads all bids.
    expect((await compared(member(posterId), projectId)).bids).toHaveLength(2);
  });

  it('and the poster award at once: one of them does, and each bidder gets one letter', async () => {
    const { posterId, first, second, open } = await opened();
    await open();
    const { as } = await staffWith('administrator');
    const done = await Promise.allSettled([
      award(as, first.bidId),
      award(member(posterId), second.bidId),
      award(as, second.bidId),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of done)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('already awarded');
    expect(
      await portal.owner`
        select from mails where template in ('bid-awarded', 'bid-not-awarded')
          and user_id = any (${[first.userId, second.userId]})`,
    ).toHaveLength(2);
  });
});
