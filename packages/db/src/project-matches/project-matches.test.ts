import { clockTimeOf } from '@namc/inputs/clock-time';
import type { NotifyTime } from '@namc/inputs/saved-searches';
import { expect, it } from 'vitest';
import { addBid } from '../bids/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { stopLetters } from '../mail/commands.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { extendBidding } from '../projects/commands.ts';
import { addProject, type ProjectSample } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { forgetOldMatches } from './commands/forget.ts';
import { beginMatching, noteMatches } from './commands/note.ts';
import { chooseMatchLetters } from './commands/own.ts';
import { tellMatches } from './commands/tell.ts';
import { getMatchChoice, listPeopleWithMatches } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const origin = 'https://portal.example.org';
let license = 94_200_000;

/** A firm in Oakland with a class of its own for the test, a bond of $50,000 and a service area of 30 kilometers. */
async function firmWith(classes: string, userId?: string) {
  const owner = userId ?? (await addMember(portal.db));
  const companyId = await addSampleCompany(portal.db, owner, `Firm of ${classes}`);
  license += 1;
  await portal.owner`
    insert into california_contractors (license_number, business_name, primary_status, classifications, region, expiration_date)
    values (${String(license)}, 'EXAMPLE FIRM', 'CLEAR', ${classes}, 'NORTH', current_date + 400)`;
  await portal.owner`
    update companies set license_number = ${String(license)}, bonding_single_cents = 5000000, service_radius_meters = 30000,
      coordinates = ST_MakePoint(-122.27, 37.8)::geography
    where id = ${companyId}`;
  return { userId: owner, companyId };
}
const post = async (wants: string, sample: ProjectSample = {}) =>
  addProject(portal.db, await addMember(portal.db), { skillsRequired: [wants], ...sample });
const choose = (userId: string, notify: NotifyTime) =>
  portal.db.write(member(userId), (tx) => chooseMatchLetters(tx, { notify }));
const begin = () => portal.db.write(system, beginMatching);
const note = (changed: { projectId?: string; companyId?: string; isQuiet?: boolean } = {}) =>
  portal.db.write(system, (tx) => noteMatches(tx, changed));
const tell = async (times: NotifyTime[] = ['DAILY']) => {
  for (const userId of await portal.db.read(system, (tx) => listPeopleWithMatches(tx, { times })))
    await portal.db.write(system, (tx) => tellMatches(tx, { userId, times, origin }));
};
const lettersTo = (userId: string) => portal.owner<{ id: string; subject: string }[]>`
  select id, subject from mails where user_id = ${userId} and template = 'project-matches' order by id`;
const subjectsTo = async (userId: string) => (await lettersTo(userId)).map(({ subject }) => subject);
const prepare = (mailId: string) =>
  portal.db.write(system, (tx) =>
    prepareMail(tx, { mailId, makeLink: () => Promise.reject(new Error('no link')), origin }),
  );

it('tells a member of a new project with the reasons, nothing that was there before, and nothing twice', async () => {
  const { userId } = await firmWith('{C-10}');
  await post('C-10', { title: 'There before' });
  await begin();
  const projectId = await post('C-10', {
    title: 'New lights',
    location: [-122.27, 37.9],
    budgetMinCents: 100,
    budgetMaxCents: 4_000_000,
  });
  await portal.owner`update projects set site_walk_at = now() + interval '1 hour', is_site_walk_mandatory = true where id = ${projectId}`;
  await note({ projectId });
  await note();
  await tell();
  await tell();
  expect(await subjectsTo(userId)).toEqual(['A project for your firm: New lights']);
  const [mail] = await lettersTo(userId);
  const letter = await prepare(mail?.id ?? '');
  expect(letter?.text).toContain('It needs C-10 Electrical: Firm of {C-10} holds it in good standing.');
  expect(letter?.text).toContain('It is about 7 mi away, in your service area.');
  expect(letter?.text).toContain('Your bonding covers it.');
  expect(letter?.text).toContain('and bidders have to join it.');
  const notifications = await portal.owner`
    select title, path from notifications where user_id = ${userId} and kind = 'project-matches'`;
  expect([...notifications]).toEqual([
    { title: 'A project for your firm: New lights', path: '/projects?isQualified=true' },
  ]);
});

it('says how many projects are new, also where there are more than a hundred', async () => {
  const { userId } = await firmWith('{C-57}');
  await begin();
  for (let number = 0; number < 104; number += 1) await post('C-57', { title: `Well ${number}` });
  await note();
  await tell();
  expect(await subjectsTo(userId)).toEqual(['104 new projects for your firm']);
  const [mail] = await lettersTo(userId);
  expect((await prepare(mail?.id ?? ''))?.text).toContain('84 more are in the list of projects.');
});

it('forgets matches 90 days after the deadline, and tells nobody of such a project again', async () => {
  const { userId } = await firmWith('{C-61}');
  await begin();
  const old = await post('C-61', { title: 'Old lights' });
  const recent = await post('C-61', { title: 'Recent lights' });
  await note();
  await tell();
  const letters = await subjectsTo(userId);
  expect(letters).toHaveLength(1);
  const ended = (projectId: string, days: number) =>
    portal.owner.unsafe(`
      alter table projects disable trigger user;
      update projects set deadline_at = now() - interval '${days} days' where id = '${projectId}';
      alter table projects enable trigger user`);
  await ended(old, 91);
  await ended(recent, 89);
  const forget = () => portal.db.write(system, forgetOldMatches);
  expect(await forget()).toBeGreaterThanOrEqual(1);
  expect(await forget()).toBe(0);
  const kept = await portal.owner<{ id: string }[]>`
    select project_id as id from project_matches where user_id = ${userId} and project_id in (${old}, ${recent})`;
  expect([...kept]).toEqual([{ id: recent }]);
  // The old deadline stays where it is, and the other one may still move: the portal knows whom it told.
  const deadline = clockTimeOf(Date.now() + 30 * 86_400_000, 'America/Los_Angeles');
  const extend = async (projectId: string) => {
    const [row] = await portal.owner<
      { owner: string }[]
    >`select owner_id as owner from projects where id = ${projectId}`;
    await portal.db.write(member(row?.owner ?? ''), (tx) => extendBidding(tx, { projectId, deadline }));
  };
  await expect(extend(old)).rejects.toThrow('more than 90 days ago');
  await extend(recent);
  await note();
  await tell();
  expect(await subjectsTo(userId)).toEqual(letters);
});

it('tells nobody of their own project, of a firm’s that they belong to, of other work, or of work outside of their area', async () => {
  const { userId, companyId } = await firmWith('{C-33}');
  const colleague = await addMember(portal.db);
  await portal.owner`insert into company_people (company_id, user_id, role) values (${companyId}, ${colleague}, 'MEMBER')`;
  const biller = await addMember(portal.db);
  await portal.owner`insert into company_people (company_id, user_id, role) values (${companyId}, ${biller}, 'BILLING')`;
  await begin();
  const own = await addProject(portal.db, userId, { title: 'Own', skillsRequired: ['C-33'] });
  await portal.owner`update projects set company_id = ${companyId} where id = ${own}`;
  await post('C-33', { title: 'Far away', location: [-117.16, 32.72] });
  await post('C-34', { title: 'Other work', location: [-122.27, 37.8] });
  await post('C-33', { title: 'Draft', status: 'DRAFT' });
  await post('C-33', { title: 'Over', deadlineAt: new Date(Date.now() - 60_000) });
  await post('C-33', { title: 'Anywhere' });
  await note();
  await tell();
  for (const reader of [userId, colleague])
    expect(await subjectsTo(reader)).toEqual(['A project for your firm: Anywhere']);
  expect(await subjectsTo(biller)).toEqual([]);
});

it('leaves out what a firm has bid on or does not want, when it is told and when the letter leaves', async () => {
  const { userId, companyId } = await firmWith('{C-35}');
  await begin();
  const [bidOn, unwanted, changed] = [
    await post('C-35'),
    await post('C-35'),
    await post('C-35', { title: 'Left' }),
  ];
  await note();
  await addBid(portal.db, bidOn, userId);
  await portal.owner`insert into project_interests (project_id, company_id, stance) values (${unwanted}, ${companyId}, 'NOT_BIDDING')`;
  await tell();
  expect(await subjectsTo(userId)).toEqual(['A project for your firm: Left']);
  const [mail] = await lettersTo(userId);
  await portal.owner`insert into project_interests (project_id, company_id, stance) values (${changed}, ${companyId}, 'NOT_BIDDING')`;
  expect(await prepare(mail?.id ?? '')).toBeUndefined();
});

it('comes at the times that the member chose, and by one click without signing in it ends', async () => {
  const [atOnce, weekly, never] = [
    await firmWith('{C-36}'),
    await firmWith('{C-36}'),
    await firmWith('{C-36}'),
  ];
  expect(await portal.db.read(member(atOnce.userId), getMatchChoice)).toBe('DAILY');
  await choose(atOnce.userId, 'AT_ONCE');
  await choose(weekly.userId, 'WEEKLY');
  await choose(never.userId, 'OFF');
  // Somebody who chose before the portal looked hears nothing of what was there either.
  const before = await post('C-36', { title: 'Before' });
  await begin();
  await note({ projectId: before });
  await post('C-36', { title: 'After' });
  await note();
  await tell(['AT_ONCE']);
  expect(await subjectsTo(atOnce.userId)).toEqual(['A project for your firm: After']);
  expect(await subjectsTo(weekly.userId)).toEqual([]);
  await tell(['WEEKLY']);
  expect(await subjectsTo(weekly.userId)).toEqual(['A project for your firm: After']);
  // Turned on again, it tells of what comes from then on.
  await choose(never.userId, 'DAILY');
  await note();
  await tell();
  expect(await subjectsTo(never.userId)).toEqual([]);
  const [mail] = await lettersTo(atOnce.userId);
  const letter = await prepare(mail?.id ?? '');
  const key = /key=([0-9a-f-]{36})$/.exec(letter?.stopsAt ?? '')?.[1] ?? '';
  expect(letter?.text).toContain(`${origin}/stop-emails#${key}`);
  await post('C-36', { title: 'Waiting' });
  await note();
  for (const _ of ['first', 'again'])
    await portal.db.write({ kind: 'visitor' }, (tx) => stopLetters(tx, { keys: [key] }));
  expect(await portal.db.read(member(atOnce.userId), getMatchChoice)).toBe('OFF');
  expect(await portal.db.read(member(weekly.userId), getMatchChoice)).toBe('WEEKLY');
  expect(await prepare(mail?.id ?? '')).toBeUndefined();
  await choose(atOnce.userId, 'AT_ONCE');
  await tell(['AT_ONCE']);
  expect(await subjectsTo(atOnce.userId)).toHaveLength(1);
});

it('matches a firm with a new class, area or skill with all open projects, and the change brings the job', async () => {
  const { userId, companyId } = await firmWith('{C-38}');
  await begin();
  await post('C-39', { title: 'Roof' });
  await post('C-38', { title: 'Far ice rink', location: [-121.49, 38.58] });
  await note();
  await tell();
  expect(await subjectsTo(userId)).toEqual([]);
  const jobs = async () => {
    const rows = await portal.owner<{ count: number }[]>`
      select count(*)::int as count from jobs.job where name = 'tell-of-projects' and data ->> 'companyId' = ${companyId}`;
    return rows[0]?.count ?? 0;
  };
  const earlier = await jobs();
  await portal.owner`update companies set service_radius_meters = 300000 where id = ${companyId}`;
  expect(await jobs()).toBe(earlier + 1);
  await portal.owner`update companies set name = 'Another name' where id = ${companyId}`;
  expect(await jobs()).toBe(earlier + 1);
  await note({ companyId });
  await tell();
  expect(await subjectsTo(userId)).toEqual(['A project for your firm: Far ice rink']);
  await portal.owner`
    update california_contractors set classifications = '{C-38,C-39}'
    where license_number = (select license_number from companies where id = ${companyId})`;
  await note();
  await tell();
  expect(await subjectsTo(userId)).toHaveLength(2);
});

it('says nothing of what a first load of licenses brings', async () => {
  const { userId, companyId } = await firmWith('{C-42}');
  await begin();
  await post('C-43', { title: 'Sheet metal' });
  await portal.owner`
    update california_contractors set classifications = '{C-43}'
    where license_number = (select license_number from companies where id = ${companyId})`;
  await note({ isQuiet: true });
  await note();
  await tell();
  expect(await subjectsTo(userId)).toEqual([]);
});

it('misses no project and tells none twice, whatever the order of changes and of tellers', async () => {
  const { userId } = await firmWith('{C-45}');
  await choose(userId, 'AT_ONCE');
  await begin();
  const titles = Array.from({ length: 8 }, (_, at) => `Sign ${at}`);
  await Promise.all(
    titles.map(async (title) => {
      const projectId = await post('C-45', { title });
      await Promise.all([note({ projectId }), note()]);
      await Promise.all([tell(['AT_ONCE']), tell(['AT_ONCE'])]);
    }),
  );
  await note();
  await tell(['AT_ONCE']);
  const told = await portal.owner<{ title: string }[]>`
    select p ->> 'title' as title from mails m join mail_contents on mail_id = m.id, jsonb_array_elements(about -> 'projects') p
    where m.user_id = ${userId} and m.template = 'project-matches' order by 1`;
  expect(told.map(({ title }) => title)).toEqual(titles);
});

it('keeps the key and the list of matches from members', async () => {
  const { userId } = await firmWith('{C-46}');
  await begin();
  for (const statement of ['select unsubscribe_key from match_choices', 'select * from project_matches'])
    await expect(portal.db.read(member(userId), ({ sql }) => sql.unsafe(statement))).rejects.toThrow(
      'You may not do this.',
    );
  await expect(
    portal.db.read(member(userId), ({ sql }) => sql`select * from unwanted_projects(${userId})`),
  ).rejects.toThrow('You may not do this.');
});
