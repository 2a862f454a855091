import { clockTimeOf } from '@namc/inputs/clock-time';
import { expect, it } from 'vitest';
import { acknowledgeAddendum, sendAddendum } from '../addenda/commands.ts';
import { listAddenda } from '../addenda/queries.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { closeBidding, extendBidding } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { awardProject, withdrawBid } from './commands/decide.ts';
import { takeBidDocuments } from './commands/documents.ts';
import { sayInterest } from './commands/interest.ts';
import { draftOf, openBids } from './factory.ts';
import { listBiddingActs } from './queries/log.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const origin = 'https://portal.example.org';

it('names every act of a bidding, and no firm that kept to itself', async () => {
  const posterId = await addMember(portal.db, { firstName: 'Pia', lastName: 'Poster' });
  const poster = member(posterId);
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const firm = async (name: string, isShown: boolean) => {
    const userId = await addMember(portal.db, { firstName: 'Bo', lastName: name });
    const companyId = await addSampleCompany(portal.db, userId, name);
    await portal.db.write(member(userId), (tx) =>
      sayInterest(tx, { projectId, companyId, stance: 'INTERESTED', bidsAs: 'PRIME', isShown }),
    );
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    const bid = async (amount: string) => {
      await draft.save({ amount });
      const answer = await draft.submit();
      return 'bidId' in answer ? answer.bidId : '';
    };
    const withdraw = (bidId: string, reason?: string) =>
      portal.db.write(draft.as, (tx) => withdrawBid(tx, { bidId, reason, portal: origin }));
    return { ...draft, bid, withdraw };
  };
  const [dock, pier, quiet] = [
    await firm('Dock', true),
    await firm('Pier', false),
    await firm('Quiet', false),
  ];
  const log = (as: Actor) =>
    portal.db.read(as, (tx) => listBiddingActs(tx, { projectId }), { freshness: 'latest' });
  await quiet.withdraw(await quiet.bid('900'));
  await pier.withdraw(await pier.bid('3000'));
  await portal.db.write(poster, (tx) =>
    sendAddendum(tx, { projectId, title: 'Blue doors', content: 'All of them.', fileIds: [] }),
  );
  for (const one of [dock, pier]) {
    const [addendum] = await portal.db.read(one.as, (tx) => listAddenda(tx, { projectId }), {
      freshness: 'latest',
    });
    await portal.db.write(one.as, (tx) => acknowledgeAddendum(tx, { addendumId: addendum!.id }));
  }
  await dock.bid('1000');
  const winner = await dock.bid('1100');
  const loser = await pier.bid('2000');
  expect(await log(poster)).toEqual([]);
  await expect(portal.db.write(poster, (tx) => takeBidDocuments(tx, { projectId }))).rejects.toThrow(
    'project',
  );
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  await openBids(portal.db);
  await portal.db.write(poster, (tx) =>
    awardProject(tx, { bidId: winner, reason: 'Lowest', portal: origin }),
  );

  const acts = await log(poster);
  expect(acts.map(({ act, firm, person, number, words }) => [act, firm, person, number, words])).toEqual([
    ['PUBLISHED', null, null, null, 'New pier'],
    ['DEADLINE_SET', null, null, null, expect.stringMatching(/^Until \w+ \d+, \d+ at .* Pacific time$/)],
    ['INTERESTED', 'Dock', null, null, 'PRIME'],
    ['SUBMITTED', null, null, null, null],
    ['WITHDRAWN', null, null, null, null],
    ['SUBMITTED', 'Pier', 'Bo Pier', null, null],
    ['WITHDRAWN', 'Pier', null, null, null],
    ['ADDENDUM', null, null, 1, 'Blue doors'],
    ['ACKNOWLEDGED', 'Dock', null, 1, 'Blue doors'],
    ['ACKNOWLEDGED', 'Pier', null, 1, 'Blue doors'],
    ['SUBMITTED', 'Dock', 'Bo Dock', null, null],
    ['REVISED', 'Dock', 'Bo Dock', null, null],
    ['SUBMITTED', 'Pier', 'Bo Pier', null, null],
    ['OPENED', null, null, null, expect.stringMatching(/^The bids were sealed until \w+ \d+, \d+ at /)],
    ['AWARDED', 'Dock', 'Pia Poster', null, 'Lowest'],
    ['DECLINED', 'Pier', expect.any(String), null, null],
  ]);
  const instants = acts.map(({ at }) => at?.getTime() ?? 0);
  expect(instants).toEqual([...instants].sort((one, other) => one - other));
  expect(acts.find(({ act }) => act === 'DECLINED')?.bidId).toBe(loser);

  // Nobody else reads it, and a refused attempt leaves no line in the trail.
  const stranger = await addMember(portal.db, { roles: ['content_manager'] });
  for (const reader of [
    dock.as,
    member(stranger),
    { kind: 'staff', userId: stranger } as Actor,
    { kind: 'visitor' } as Actor,
  ]) {
    expect(await log(reader).catch(() => [])).toEqual([]);
    if (reader.kind !== 'visitor')
      await expect(portal.db.write(reader, (tx) => takeBidDocuments(tx, { projectId }))).rejects.toThrow();
  }
  expect(await portal.owner`select from admin_actions where target_id = ${projectId}`).toHaveLength(0);
  const administrator = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  } as const;
  expect(await log(administrator)).toHaveLength(acts.length);
  const { bids } = await portal.db.write(administrator, (tx) => takeBidDocuments(tx, { projectId }));
  expect(bids.map(({ amountCents }) => amountCents)).toEqual([110_000, 200_000, null]);
});

it('says who moved the deadline, from when to when, and who closed the bidding before it', async () => {
  const posterId = await addMember(portal.db, { firstName: 'Pia', lastName: 'Poster' });
  const staff = {
    kind: 'staff',
    userId: await addMember(portal.db, { firstName: 'Sam', lastName: 'Staff', roles: ['administrator'] }),
  } as const;
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const later = (days: number) => clockTimeOf(Date.now() + days * 86_400_000, 'America/Los_Angeles');
  const move = (as: Actor, days: number) =>
    portal.db.write(as, (tx) => extendBidding(tx, { projectId, deadline: later(days) }));
  await move(member(posterId), 3);
  await move(staff, 5);
  // A move that is refused leaves no line.
  await expect(move(member(posterId), 4)).rejects.toThrow('only moves to a later time');
  // Bids that came in keep the bidding open until the deadline. Without any it may close before.
  await portal.db.write(member(posterId), (tx) => closeBidding(tx, { projectId }));
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  await openBids(portal.db);
  const acts = await portal.db.read(member(posterId), (tx) => listBiddingActs(tx, { projectId }), {
    freshness: 'latest',
  });
  const when = '\\w+ \\d+, \\d{4} at \\d+:\\d\\d [AP]M Pacific time';
  const saying = (words: string) => expect.stringMatching(new RegExp(`^${words.replaceAll('WHEN', when)}$`));
  expect(
    acts
      .filter(({ act }) => !['PUBLISHED', 'SUBMITTED', 'OPENED'].includes(act))
      .map(({ act, person, words }) => [act, person, words]),
  ).toEqual([
    ['DEADLINE_SET', null, saying('Until WHEN')],
    ['DEADLINE_MOVED', 'Pia Poster', saying('From WHEN to WHEN')],
    ['DEADLINE_MOVED', 'Sam Staff (NAMC staff)', saying('From WHEN to WHEN')],
    ['CLOSED_EARLY', 'Pia Poster', saying('The deadline was WHEN.')],
  ]);
  expect(acts.map(({ at }) => at)).not.toContain(null);
  // Each line begins where the one before it ended.
  const [set, first, second] = acts.filter(({ act }) => act.startsWith('DEADLINE'));
  expect(first?.words).toContain(`From ${set?.words?.slice('Until '.length)} to `);
  expect(second?.words).toContain(`From ${first?.words?.split(' to ')[1]} to `);
  for (const as of [member(posterId), staff])
    for (const statement of [
      'update deadline_changes set deadline_at = now()',
      'delete from deadline_changes',
      `insert into deadline_changes (project_id, act, is_of_staff) values ('${projectId}', 'REOPENED', false)`,
    ])
      await expect(portal.db.write(as, ({ sql }) => sql.unsafe(statement))).rejects.toThrow();
});
