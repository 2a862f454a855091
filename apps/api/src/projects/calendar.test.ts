import { addMember } from '@namc/db/members/factory';
import { addProject } from '@namc/db/projects/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';

const portal = testDatabase();
let app: ReturnType<typeof testApp>;
let projectId: string;
beforeAll(async () => {
  app = testApp({ db: portal.db });
  projectId = await addProject(portal.db, await addMember(portal.db), {
    title: 'Stairs, ramps; and a \\ slash',
    deadlineAt: new Date('2097-12-08T23:00:00Z'),
  });
  await portal.owner`
    update projects set site_walk_at = '2097-11-03T18:00:00Z', is_site_walk_mandatory = true, questions_until = '2097-12-01T23:00:00Z',
      site_walk_place = 'Gate B, Pier 9', street = '12 Hidden Street', contact_name = 'Ana Example', city = 'Oakland'
    where id = ${projectId}`;
});

const get = async (path: string, cookie = '') => {
  const answer = await app.request(path, { headers: cookie ? { cookie } : {} });
  // Long lines are folded.
  return { answer, text: (await answer.text()).replaceAll('\r\n ', '') };
};
const one = () => `/api/projects/${projectId}/dates.ics`;

it('a calendar program gets each date in UTC with an id that stays, and words that cannot become another event', async () => {
  const { answer, text } = await get(one());
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(3);
  expect(text).toContain(`UID:bids-${projectId}@localhost\r\n`);
  expect(text).toContain('DTSTART:20971208T230000Z\r\n');
  expect(text).toContain('SUMMARY:Bids due: Stairs\\, ramps\\; and a \\\\ slash\r\n');
  expect(text).toContain('Bids have to be in before Sun\\, Dec 8\\, 2097\\, 3:00 PM PST.');
  expect(text).toContain('Bidders have to join it.');
  expect(text).toContain(`http://localhost:3000/projects/${projectId}`);
  const uids = (from: string) => from.match(/^UID:.*$/gm);
  await portal.owner`update projects set deadline_at = '2097-12-09T23:00:00Z', version = version + 1 where id = ${projectId}`;
  const moved = (await get(one())).text;
  expect(uids(moved)).toEqual(uids(text));
  expect(moved).toContain('DTSTART:20971209T230000Z');
  const sequence = (from: string) => Number(/SEQUENCE:(\d+)/.exec(from)?.[1]);
  expect(sequence(moved)).toBe(sequence(text) + 1);
});

it('the meeting place is for those who may read it, and the file of a search says nobody’s', async () => {
  const member = await addSignedIn(portal.db, await addMember(portal.db));
  const visitor = await get(one());
  expect(visitor.text).toContain('LOCATION:Oakland');
  expect(visitor.text).not.toMatch(/Gate|Hidden|Ana/);
  const whole = await get(one(), member);
  expect(whole.text).toContain('LOCATION:Gate B\\, Pier 9');
  const search = await get('/api/projects.ics?q=stairs', member);
  expect(search.text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(3);
  expect(search.text).not.toMatch(/Gate|Hidden|Ana/);
});

it('the file of a search takes the filters of the list, refuses wrong ones, and knows no drafts', async () => {
  const draft = await addProject(portal.db, await addMember(portal.db), {
    title: 'Stairs of a draft',
    status: 'DRAFT',
  });
  expect((await get(`/api/projects/${draft}/dates.ics`)).answer.status).toBe(404);
  expect((await get('/api/projects.ics?q=draft')).text).not.toContain('VEVENT');
  expect((await get('/api/projects.ics?q=stairs&county=Fresno')).text).not.toContain('VEVENT');
  expect((await get('/api/projects.ics?county=Narnia')).answer.status).toBe(400);
  expect((await get('/api/projects/not-an-id/dates.ics')).answer.status).toBe(400);
});

it('a canceled project is canceled in its own file and in that of a search', async () => {
  await portal.owner`update projects set status = 'CANCELLED', cancel_reason = 'Sold' where id = ${projectId}`;
  for (const file of [one(), '/api/projects.ics?state=over&q=stairs'])
    expect((await get(file)).text.match(/^STATUS:CANCELLED\r$/gm)).toHaveLength(3);
});
