import { projectFilters } from '@namc/inputs/projects';
import type { NotifyTime } from '@namc/inputs/saved-searches';
import { expect, it } from 'vitest';
import type { Actor } from '../database.ts';
import { stopLetters } from '../mail/commands.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { compareSavedSearch, saveProjectSearch, tellProjectSearches } from './commands.ts';
import { listProjectSearches, listSearchersToTell, listSearchesToCompare } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const origin = 'https://portal.example.org';

const save = (
  userId: string,
  name: string,
  filters: Record<string, unknown>,
  notify: NotifyTime = 'AT_ONCE',
) =>
  portal.db.write(member(userId), (tx) =>
    saveProjectSearch(tx, { name, filters: projectFilters.parse(filters), notify }),
  );
const run = async (times: NotifyTime[] = ['AT_ONCE']) => {
  const ids = await portal.db.read(system, (tx) =>
    listSearchesToCompare(tx, { after: undefined, subject: 'projects' }),
  );
  for (const id of ids) await portal.db.write(system, (tx) => compareSavedSearch(tx, { id, isQuiet: false }));
  for (const userId of await portal.db.read(system, (tx) => listSearchersToTell(tx, { times })))
    await portal.db.write(system, (tx) => tellProjectSearches(tx, { userId, times, origin }));
};
const lettersTo = (userId: string) => portal.owner<{ id: string; subject: string }[]>`
  select id, subject from mails where user_id = ${userId} and template = 'project-searches' order by id`;
const subjectsTo = async (userId: string) => (await lettersTo(userId)).map(({ subject }) => subject);
const post = async (title: string, facts: Parameters<typeof addProject>[2] = {}) =>
  addProject(portal.db, await addMember(portal.db), { title, ...facts });

it('tells one project once for all searches that find it, nothing that was there before, and nothing twice', async () => {
  const ana = await addMember(portal.db);
  await post('Granite quay, old');
  await save(ana, 'Granite', { q: 'granite' });
  await save(ana, 'Quays', { q: 'quay' });
  await run();
  expect(await subjectsTo(ana)).toEqual([]);
  const held = await post('Granite quay, held back', { status: 'DRAFT' });
  await post('Granite quay, new');
  await run();
  await run();
  expect(await subjectsTo(ana)).toEqual(['“Granite” and 1 more search: 1 new project']);
  await portal.owner`update projects set status = 'BIDDING_OPEN', published_at = now() where id = ${held}`;
  await run();
  expect(await subjectsTo(ana)).toHaveLength(2);
  // One that leaves the results and comes back is no news.
  await portal.owner`update projects set title = 'Other' where id = ${held}`;
  await run();
  await portal.owner`update projects set title = 'Granite quay again' where id = ${held}`;
  await run();
  expect(await subjectsTo(ana)).toHaveLength(2);
});

it('misses none that is committed while another is compared, whatever their order', async () => {
  const ana = await addMember(portal.db);
  await save(ana, 'Trestles', { q: 'trestle' });
  await Promise.all(Array.from({ length: 6 }, (_, at) => post(`Trestle ${at}`).then(() => run())));
  await run();
  const told = await portal.owner<{ title: string }[]>`
    select p ->> 'title' as title from mails m join mail_contents on mail_id = m.id,
      jsonb_array_elements(about -> 'projects') p where m.user_id = ${ana} order by 1`;
  expect(told.map(({ title }) => title)).toEqual(Array.from({ length: 6 }, (_, at) => `Trestle ${at}`));
});

it('tells daily and weekly results at their times, and none to a lapsed member or for a search that is off', async () => {
  const [daily, weekly, off, lapsing] = [
    await addMember(portal.db),
    await addMember(portal.db),
    await addMember(portal.db),
    await addMember(portal.db),
  ];
  await save(daily, 'Locks', { q: 'sluice' }, 'DAILY');
  await save(weekly, 'Locks', { q: 'sluice' }, 'WEEKLY');
  await save(off, 'Locks', { q: 'sluice' }, 'OFF');
  await save(lapsing, 'Locks', { q: 'sluice' });
  await post('Sluice');
  await portal.owner`update users set status = 'LAPSED' where id = ${lapsing}`;
  await run();
  expect(await subjectsTo(daily)).toEqual([]);
  await run(['DAILY']);
  expect(await subjectsTo(daily)).toEqual(['“Locks”: 1 new project']);
  expect(await subjectsTo(weekly)).toEqual([]);
  await run(['WEEKLY']);
  expect(await subjectsTo(weekly)).toEqual(['“Locks”: 1 new project']);
  expect([...(await subjectsTo(off)), ...(await subjectsTo(lapsing))]).toEqual([]);
});

it('finds nothing for a filter that no longer exists, and the other searches go on', async () => {
  const [broken, other] = [await addMember(portal.db), await addMember(portal.db)];
  const id = await save(broken, 'Broken', { q: 'culvert' });
  await portal.owner`update saved_searches set filters = '{"near": "00000", "category": "GONE"}' where id = ${id}`;
  await save(other, 'Culverts', { q: 'culvert' });
  await post('Culvert');
  await run();
  expect(await subjectsTo(broken)).toEqual([]);
  expect(await subjectsTo(other)).toEqual(['“Culverts”: 1 new project']);
});

it('is looked at again when its letter leaves, and ends by the key in it, this search alone', async () => {
  const ana = await addMember(portal.db);
  await save(ana, 'Levees', { q: 'levee' });
  await save(ana, 'Dikes', { q: 'dike' });
  const projectId = await post('Levee');
  await run();
  const [mail] = await lettersTo(ana);
  const prepare = () =>
    portal.db.write(system, (tx) =>
      prepareMail(tx, {
        mailId: mail?.id ?? '',
        makeLink: () => Promise.reject(new Error('no link')),
        origin,
      }),
    );
  const prepared = await prepare();
  const key = /key=([0-9a-f-]{36})$/.exec(prepared?.stopsAt ?? '')?.[1] ?? '';
  expect(prepared?.text).toContain(`${origin}/projects/${projectId}`);
  for (let time = 0; time < 2; time += 1)
    await portal.db.write({ kind: 'visitor' }, (tx) => stopLetters(tx, { keys: [key] }));
  const saved = await portal.db.read(member(ana), listProjectSearches);
  expect(saved.map(({ name, notify, newResults }) => [name, notify, newResults])).toEqual([
    ['Dikes', 'AT_ONCE', 0],
    ['Levees', 'OFF', 1],
  ]);
  expect(await prepare()).toBeUndefined();
});
