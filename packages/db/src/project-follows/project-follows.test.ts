import { browseProjectsInput } from '@namc/inputs/projects';
import { describe, expect, it } from 'vitest';
import { addBid, draftOf } from '../bids/factory.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../database.ts';
import { stopLetters } from '../mail/commands.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { cancelProject, closeBidding, extendBidding } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { browseProjects } from '../projects/queries/list.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { followProject, noteClosingProjects, tellOfProjects, unfollowProject } from './commands.ts';
import { listFollowedProjects, listReadersOfProjects } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const origin = 'https://portal.example.org';
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

const follow = (userId: string, projectId: string) =>
  portal.db.write(member(userId), (tx) => followProject(tx, { projectId }));
const tell = async () => {
  for (const userId of await portal.db.read(system, listReadersOfProjects))
    await portal.db.write(system, (tx) => tellOfProjects(tx, { userId, origin }));
};
const lettersTo = (userId: string) => portal.owner<{ id: string; subject: string }[]>`
  select id, subject from mails where user_id = ${userId} and template = 'project-news' order by id`;
const subjectsTo = async (userId: string) => (await lettersTo(userId)).map(({ subject }) => subject);
const prepare = (mailId: string) =>
  portal.db.write(system, (tx) =>
    prepareMail(tx, { mailId, makeLink: () => Promise.reject(new Error('no link')), origin }),
  );
/** The closing-soon notices and their letters, at a time that is so many hours after the following began. */
const close = async (projectId: string, hoursLeft: number) => {
  await portal.owner`
    update project_follows f set created_at = now() - interval '30 days' where project_id = ${projectId}`;
  await portal.owner`
    update projects set deadline_at = now() + make_interval(hours => ${hoursLeft}) where id = ${projectId}`;
  // The move itself is news too, which other tests look at.
  await portal.owner`delete from project_notices where kind = 'bidding-extended' and told_at is null`;
  await portal.db.write(system, noteClosingProjects);
  await tell();
};

it('tells the people of a firm with a draft that the deadline moved, each once, and nothing else of the project', async () => {
  const owner = await addMember(portal.db);
  const [drafting, following, biller] = [
    await addMember(portal.db),
    await addMember(portal.db),
    await addMember(portal.db),
  ];
  const projectId = await addProject(portal.db, owner, { title: 'Drafted wharf' });
  const companyId = await addSampleCompany(portal.db, drafting, 'Drafting Builders');
  await addColleague(portal.db, { companyId, ownerId: drafting }, following);
  await addColleague(portal.db, { companyId, ownerId: drafting }, biller, 'BILLING');
  await follow(following, projectId);
  await draftOf(portal.db, drafting, { projectId, companyId });
  await portal.db.write(member(owner), (tx) =>
    extendBidding(tx, { projectId, deadline: '2100-07-01T12:00' }),
  );
  await tell();
  for (const userId of [drafting, following])
    expect(await subjectsTo(userId)).toEqual([
      expect.stringMatching(/^Drafted wharf: The bidding deadline is now July 1, 2100/),
    ]);
  expect(await subjectsTo(biller)).toEqual([]);
  const reasons = await portal.owner`
    select user_id as user, reason from project_notices where project_id = ${projectId} order by reason`;
  expect([...reasons]).toEqual([
    { user: drafting, reason: 'DRAFTS' },
    { user: following, reason: 'FOLLOWS' },
  ]);
});

describe('a followed project', () => {
  it('is followed once by an active member, never as a draft or one’s own, and stands in the filter', async () => {
    const owner = await addMember(portal.db);
    const reader = await addMember(portal.db);
    const projectId = await addProject(portal.db, owner, { title: 'Followed aqueduct' });
    const draft = await addProject(portal.db, owner, { status: 'DRAFT' });
    await follow(reader, projectId);
    await follow(reader, projectId);
    await expect(follow(reader, draft)).rejects.toThrow('project');
    await expect(follow(owner, projectId)).rejects.toThrow('You may not do this.');
    const lapsed = await addMember(portal.db, { status: 'LAPSED' });
    await expect(follow(lapsed, projectId)).rejects.toThrow('Your membership has lapsed. You can follow');
    expect(await portal.db.read(member(reader), listFollowedProjects)).toEqual([projectId]);
    const browse = (userId: string) =>
      portal.db.read(member(userId), (tx) =>
        browseProjects(tx, browseProjectsInput.parse({ isFollowed: true })),
      );
    expect((await browse(reader)).rows.map(({ id }) => id)).toEqual([projectId]);
    expect((await browse(owner)).rows).toEqual([]);
    await portal.db.write(member(reader), (tx) => unfollowProject(tx, { projectId }));
    expect((await browse(reader)).rows).toEqual([]);
  });

  it('brings one letter for all that is new, to followers and to bidders, and none twice', async () => {
    const owner = await addMember(portal.db);
    const [reader, bidder] = [await addMember(portal.db), await addMember(portal.db)];
    const projectId = await addProject(portal.db, owner, { title: 'Dry dock' });
    await follow(reader, projectId);
    await addBid(portal.db, projectId, bidder);
    await portal.db.write(member(owner), (tx) =>
      extendBidding(tx, { projectId, deadline: '2100-07-01T12:00' }),
    );
    await tell();
    await tell();
    expect(await subjectsTo(reader)).toEqual([
      expect.stringMatching(
        /^Dry dock: The bidding deadline is now July 1, 2100 at 12:00 PM Pacific time. It was /,
      ),
    ]);
    expect(await subjectsTo(bidder)).toEqual(await subjectsTo(reader));
    await portal.db.write(member(owner), (tx) =>
      extendBidding(tx, { projectId, deadline: '2100-07-02T12:00' }),
    );
    await portal.db.write(member(owner), (tx) => cancelProject(tx, { projectId, reason: 'No money' }));
    await tell();
    expect((await subjectsTo(reader))[1]).toBe('News of Dry dock');
    expect(await subjectsTo(owner)).toEqual([]);
    const notices = await portal.owner`select kind from notifications where user_id = ${reader} order by id`;
    expect(notices.map(({ kind }) => kind)).toEqual([
      'bidding-extended',
      'bidding-extended',
      'project-canceled',
    ]);
  });

  it('says that its poster closed the bidding early', async () => {
    const [owner, reader] = [await addMember(portal.db), await addMember(portal.db)];
    const projectId = await addProject(portal.db, owner, { title: 'Slipway' });
    await follow(reader, projectId);
    await portal.db.write(member(owner), (tx) => closeBidding(tx, { projectId }));
    await tell();
    expect(await subjectsTo(reader)).toEqual([
      'Slipway: The bidding was closed early. The project takes no more bids.',
    ]);
  });

  it('says three days and one day before that bids are due, each once, and again after the deadline moved', async () => {
    const reader = await addMember(portal.db);
    const projectId = await addProject(portal.db, await addMember(portal.db), {
      title: 'Ferry slip',
      deadlineAt: hours(24 * 30),
    });
    await follow(reader, projectId);
    await close(projectId, 80);
    expect(await subjectsTo(reader)).toEqual([]);
    await close(projectId, 70);
    await portal.db.write(system, noteClosingProjects);
    await tell();
    expect(await subjectsTo(reader)).toEqual([expect.stringMatching(/^Ferry slip: Bids are due /)]);
    await close(projectId, 20);
    expect(await subjectsTo(reader)).toHaveLength(2);
    await close(projectId, 90);
    expect(await subjectsTo(reader)).toHaveLength(2);
    await close(projectId, 71);
    expect(await subjectsTo(reader)).toHaveLength(3);
    await close(projectId, -1);
    expect(await subjectsTo(reader)).toHaveLength(3);
  });

  it('says nothing of a near deadline that somebody began to follow after that', async () => {
    const reader = await addMember(portal.db);
    const projectId = await addProject(portal.db, await addMember(portal.db), { deadlineAt: hours(50) });
    await follow(reader, projectId);
    await portal.db.write(system, noteClosingProjects);
    await tell();
    expect(await subjectsTo(reader)).toEqual([]);
  });

  it('is looked at again when a letter leaves: a moved deadline and a lapsed reader drop it', async () => {
    const [reader, lapsing] = [await addMember(portal.db), await addMember(portal.db)];
    const projectId = await addProject(portal.db, await addMember(portal.db), {
      title: 'Breakwater',
      deadlineAt: hours(24 * 30),
    });
    for (const userId of [reader, lapsing]) await follow(userId, projectId);
    await close(projectId, 60);
    const [[mail], [other]] = [await lettersTo(reader), await lettersTo(lapsing)];
    await portal.owner`update users set status = 'LAPSED' where id = ${lapsing}`;
    expect(await prepare(other?.id ?? '')).toBeUndefined();
    const before = await prepare(mail?.id ?? '');
    expect(before?.subject).toContain('Breakwater: Bids are due');
    await portal.owner`update projects set deadline_at = deadline_at + interval '1 hour' where id = ${projectId}`;
    expect(await prepare(mail?.id ?? '')).toBeUndefined();
  });

  it('is given up by the key in the letter without signing in, this project alone, and as often as asked', async () => {
    const owner = await addMember(portal.db);
    const reader = await addMember(portal.db);
    const [kept, ended] = [await addProject(portal.db, owner), await addProject(portal.db, owner)];
    for (const projectId of [kept, ended]) await follow(reader, projectId);
    await portal.db.write(member(owner), (tx) =>
      extendBidding(tx, { projectId: ended, deadline: '2100-07-01T12:00' }),
    );
    await tell();
    const [mail] = await lettersTo(reader);
    const prepared = await prepare(mail?.id ?? '');
    const key = /key=([0-9a-f-]{36})$/.exec(prepared?.stopsAt ?? '')?.[1] ?? '';
    expect(prepared?.text).toContain(`${origin}/stop-emails#${key}`);
    const stop = (keys: string[]) => portal.db.write({ kind: 'visitor' }, (tx) => stopLetters(tx, { keys }));
    await stop([crypto.randomUUID()]);
    expect(await portal.db.read(member(reader), listFollowedProjects)).toHaveLength(2);
    await stop([key]);
    await stop([key]);
    expect(await portal.db.read(member(reader), listFollowedProjects)).toEqual([kept]);
    expect(await prepare(mail?.id ?? '')).toBeUndefined();
    await expect(
      portal.db.read(member(reader), ({ sql }) => sql`select unsubscribe_key from project_follows`),
    ).rejects.toThrow('You may not do this.');
  });
});
