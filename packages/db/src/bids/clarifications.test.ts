import { expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { answerClarification, askBidder } from './commands/clarify.ts';
import { awardProject, withdrawBid } from './commands/decide.ts';
import { draftOf, openBids } from './factory.ts';
import { listClarifications } from './queries/clarifications.ts';
import { listBiddingActs } from './queries/log.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
const member = (userId: string): Actor => ({ kind: 'member', userId });
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' });
const far = inDays(30);

const ask = (as: Actor, bidId: string, question = 'Is the crane included?', answerBy = far) =>
  portal.db.write(as, (tx) => askBidder(tx, { bidId, question, answerBy, portal: origin }));
const answer = (as: Actor, questionId: string, text = 'Yes.') =>
  portal.db.write(as, (tx) => answerClarification(tx, { questionId, answer: text, portal: origin }));
const read = (as: Actor, bidId: string) =>
  portal.db.read(as, (tx) => listClarifications(tx, { bidId }), { freshness: 'latest' });

/** A project with bids of two firms, and a colleague in the first one. */
async function twoBids() {
  const poster = member(await addMember(portal.db));
  const projectId = await addProject(portal.db, (poster as { userId: string }).userId, { title: 'New pier' });
  const bids = [];
  for (const firm of ['Dock Builders', 'Pier Works']) {
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, firm);
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount: '1000' });
    const sent = await draft.submit();
    bids.push({ userId, companyId, as: draft.as, bidId: 'bidId' in sent ? sent.bidId : '' });
  }
  const colleagueId = await addMember(portal.db);
  await portal.owner`
    insert into company_people (company_id, user_id, role) values (${bids[0]!.companyId}, ${colleagueId}, 'MEMBER')`;
  const open = async () => {
    await portal.owner.unsafe(`
      alter table projects disable trigger user;
      update projects set deadline_at = clock_timestamp() where id = '${projectId}';
      alter table projects enable trigger user`);
    await openBids(portal.db);
  };
  return { poster, projectId, first: bids[0]!, second: bids[1]!, colleague: member(colleagueId), open };
}

it('a question reaches the people of one firm, its answer the poster, and nobody else reads either', async () => {
  const { poster, projectId, first, second, colleague, open } = await twoBids();
  await expect(ask(poster, first.bidId)).rejects.toThrow('The bids aren’t open.');
  await open();
  for (const stranger of [first.as, second.as, member(await addMember(portal.db))])
    await expect(ask(stranger, first.bidId)).rejects.toThrow('bid');
  await ask(poster, first.bidId);
  const [question] = await read(colleague, first.bidId);
  expect(question).toMatchObject({ body: 'Is the crane included?', questionId: null, isOpen: true });
  // The end of the day in California.
  expect(
    new Date(Number(question?.answerUntil)).toLocaleString('sv-SE', { timeZone: 'America/Los_Angeles' }),
  ).toBe(`${inDays(31)} 00:00:00`);
  for (const stranger of [poster, second.as])
    await expect(answer(stranger, question!.id)).rejects.toThrow('question');
  await answer(colleague, question!.id);
  await answer(first.as, question!.id, 'Yes, and its operator.');
  for (const reader of [poster, first.as, colleague])
    expect((await read(reader, first.bidId)).map(({ body }) => body)).toEqual([
      'Is the crane included?',
      'Yes.',
      'Yes, and its operator.',
    ]);
  const administrator = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  } as const;
  for (const stranger of [second.as, member(await addMember(portal.db))])
    expect(await read(stranger, first.bidId)).toEqual([]);
  expect(await read(administrator, first.bidId)).toHaveLength(3);
  const helper = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['content_manager'] }),
  } as const;
  expect(await read(helper, first.bidId)).toEqual([]);

  const mails = await portal.owner`
    select template, user_id as user from mails where template in ('bid-question', 'bid-answer')
      and user_id = any (${[first.userId, second.userId, (colleague as { userId: string }).userId, (poster as { userId: string }).userId]})`;
  expect(mails.map(({ template }) => template).sort()).toEqual([
    'bid-answer',
    'bid-answer',
    'bid-question',
    'bid-question',
  ]);
  expect(mails.some(({ user }) => user === second.userId)).toBe(false);
  const told = await portal.owner`
    select title, path from notifications where user_id = ${first.userId} and kind = 'bid-question'`;
  expect([...told]).toEqual([
    {
      title: `The poster of “New pier” asks about your bid. Answer by ${new Date(`${far}T12:00:00Z`).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })}.`,
      path: `/bids/${first.bidId}`,
    },
  ]);
  const acts = await portal.db.read(poster, (tx) => listBiddingActs(tx, { projectId }), {
    freshness: 'latest',
  });
  expect(
    acts
      .filter(({ act }) => act === 'ASKED' || act === 'ANSWERED')
      .map(({ act, firm, words }) => [act, firm, words]),
  ).toEqual([
    ['ASKED', 'Dock Builders', 'Is the crane included?'],
    ['ANSWERED', 'Dock Builders', 'Yes.'],
    ['ANSWERED', 'Dock Builders', 'Yes, and its operator.'],
  ]);
});

it('the clock of the database ends the time to answer, and nothing that was sent changes', async () => {
  const { poster, first, open } = await twoBids();
  await open();
  await expect(ask(poster, first.bidId, 'Late?', '2020-01-01')).rejects.toThrow(
    'Choose a day that isn’t over.',
  );
  for (const day of ['2099-12-31', inDays(368)])
    await expect(ask(poster, first.bidId, 'Far?', day)).rejects.toThrow('Choose a day within a year.');
  await ask(poster, first.bidId, 'In a year?', inDays(365));
  await portal.owner`delete from bid_clarifications where bid_id = ${first.bidId}`;
  await ask(poster, first.bidId);
  const [question] = await read(first.as, first.bidId);
  for (const actor of [poster, first.as])
    for (const statement of [
      'update bid_clarifications set body = $1',
      'delete from bid_clarifications where body <> $1',
      `insert into bid_clarifications (bid_id, body, answer_until) values ('${first.bidId}', $1, now())`,
    ])
      await expect(portal.db.write(actor, ({ sql }) => sql.unsafe(statement, ['Another']))).rejects.toThrow();
  await portal.owner`update bid_clarifications set answer_until = now() where id = ${question!.id}`;
  await expect(answer(first.as, question!.id)).rejects.toThrow('The time to answer is over.');
  expect((await read(poster, first.bidId)).map(({ isOpen }) => isOpen)).toEqual([false]);
});

it('nobody asks or answers about a bid that is decided or withdrawn', async () => {
  const { poster, first, second, open } = await twoBids();
  await open();
  await ask(poster, first.bidId);
  await ask(poster, second.bidId);
  const [toSecond] = await read(second.as, second.bidId);
  const [toFirst] = await read(first.as, first.bidId);
  await portal.db.write(second.as, (tx) =>
    withdrawBid(tx, { bidId: second.bidId, reason: 'A digit was missing', portal: origin }),
  );
  await expect(answer(second.as, toSecond!.id)).rejects.toThrow('decided or withdrawn');
  await expect(ask(poster, second.bidId)).rejects.toThrow('decided or withdrawn');
  await portal.db.write(poster, (tx) =>
    awardProject(tx, { bidId: first.bidId, reason: 'Lowest', portal: origin }),
  );
  await expect(answer(first.as, toFirst!.id)).rejects.toThrow('decided or withdrawn');
  await expect(ask(poster, first.bidId)).rejects.toThrow('decided or withdrawn');
  expect(await read(first.as, first.bidId)).toHaveLength(1);
});

it('the same words twice, also at once, are one question and one answer with one letter', async () => {
  const { poster, first, colleague, open } = await twoBids();
  await open();
  const posterId = (poster as { userId: string }).userId;
  const outcome = (results: PromiseSettledResult<void>[]) =>
    results.map((one) => (one.status === 'rejected' ? String(one.reason) : 'sent')).sort();
  const told = async (template: string) =>
    (
      await portal.owner`
        select from mails where template = ${template} and user_id in (${posterId}, ${first.userId})`
    ).length;
  expect(outcome(await Promise.allSettled([ask(poster, first.bidId), ask(poster, first.bidId)]))).toEqual([
    expect.stringContaining('This question is sent already.'),
    'sent',
  ]);
  expect(await told('bid-question')).toBe(1);
  const [question] = await read(first.as, first.bidId);
  expect(
    outcome(await Promise.allSettled([answer(first.as, question!.id), answer(colleague, question!.id)])),
  ).toEqual([expect.stringContaining('This answer is sent already.'), 'sent']);
  expect(await told('bid-answer')).toBe(1);
  expect(await read(poster, first.bidId)).toHaveLength(2);
  // A correction of a correction may say what the first one did.
  await answer(first.as, question!.id, 'No.');
  await answer(first.as, question!.id);
  await ask(poster, first.bidId);
  expect(await read(poster, first.bidId)).toHaveLength(5);
});

it('staff who ask are named to the bidder, and hear the answer as the poster does', async () => {
  const { poster, projectId, first, open } = await twoBids();
  await open();
  const staffId = await addMember(portal.db, {
    firstName: 'Sam',
    lastName: 'Staff',
    roles: ['administrator'],
  });
  const staff = { kind: 'staff', userId: staffId } as const;
  const posterId = (poster as { userId: string }).userId;
  const told = async (userId: string, kind: string) =>
    (
      await portal.owner<{ title: string; path: string; mail: string }[]>`
        select n.title, n.path, m.subject as mail from notifications n
        join mails m on m.user_id = n.user_id and m.template = n.kind
        where n.user_id = ${userId} and n.kind = ${kind}`
    ).map(({ title, path, mail }) => [mail, title, path]);
  await ask(staff, first.bidId);
  expect(await told(first.userId, 'bid-question')).toEqual([
    [
      'NAMC staff ask about your bid',
      expect.stringMatching(/^NAMC staff ask about your bid on “New pier”\. Answer by \w+ \d+, \d{4}\.$/),
      `/bids/${first.bidId}`,
    ],
  ]);
  const [question] = await read(first.as, first.bidId);
  expect(question).toMatchObject({ isOfStaff: true });
  await answer(first.as, question!.id);
  expect(await told(staffId, 'bid-answer')).toEqual([
    [
      'A bidder answered you',
      'Dock Builders answered you about its bid on “New pier”.',
      `/admin/projects/${projectId}`,
    ],
  ]);
  expect(await told(posterId, 'bid-answer')).toEqual([
    [
      'A bidder answered NAMC staff',
      'Dock Builders answered NAMC staff about its bid on “New pier”.',
      `/projects/${projectId}/bids`,
    ],
  ]);
  const acts = await portal.db.read(poster, (tx) => listBiddingActs(tx, { projectId }), {
    freshness: 'latest',
  });
  expect(acts.find(({ act }) => act === 'ASKED')?.person).toBe('Sam Staff (NAMC staff)');
  // Who no longer reads bids hears nothing of them, and the poster alone hears answers to the poster.
  await portal.owner`delete from user_roles where user_id = ${staffId}`;
  await answer(first.as, question!.id, 'Yes, and its operator.');
  await ask(poster, first.bidId, 'And the road?');
  const asked = (await read(first.as, first.bidId)).find(({ body }) => body === 'And the road?');
  expect(asked).toMatchObject({ isOfStaff: false });
  await answer(first.as, asked!.id, 'Yes.');
  expect(
    await portal.owner`select from mails where user_id = ${staffId} and template = 'bid-answer'`,
  ).toHaveLength(1);
});
