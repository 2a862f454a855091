import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';

const portal = testDatabase();
let app: App;
let Cookie = '';

beforeAll(async () => {
  app = testApp({ db: portal.db });
  Cookie = await addSignedIn(portal.db, await addMember(portal.db));
});

const ask = async (path: string, input?: object) => {
  const answer = await app.request(
    `/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
    { headers: { Cookie } },
  );
  return { status: answer.status, body: (await answer.json()) as { result: { data: unknown } } };
};
const labels = async (typed: string) => {
  const { status, body } = await ask('places.suggest', { typed });
  expect(status, typed).toBe(200);
  return (body.result.data as { label: string }[]).map(({ label }) => label);
};

it('suggestions come for a city with its state, however far it is typed', async () => {
  for (const state of [' c', ' ca', ' ca.', ', ca', ' cal', ' calif', ' california', ' California.']) {
    expect((await labels(`oakland${state}`))[0], state).toBe('Oakland, CA');
  }
  expect((await labels('san jose california'))[0]).toBe('San Jose, CA');
  expect(await labels('san ca')).toContain('San Carlos, CA');
  expect(await labels('9460 ca')).toContain('94601 (Oakland, CA)');
});

it.each([
  '',
  ' ',
  'ca',
  'ca ca',
  ', ca',
  'zorbax ca',
  '94601 ca',
  '94601, ca',
  '123',
  '%_',
  "o'brien ca",
  '"oakland ca"',
  '~ ca',
  'a\u200bb ca',
  '📍 ca',
  'ñ california',
  'x'.repeat(79),
  'city of',
  'st',
  'st ca',
  '37.8, -122.27',
  '-oakland',
  'oakland or ca',
])('suggestions for “%s” are an answer', async (typed) => {
  await labels(typed);
});

it('each reader of one statement answers whatever it is asked', async () => {
  const numbers = ['1', '0', '00000001', '99999999', '12345678'];
  for (const licenseNumber of numbers) {
    expect((await ask('contractors.getLicense', { licenseNumber })).status).toBeLessThan(500);
    expect((await ask('contractors.listLicenseChanges', { licenseNumber })).status).toBeLessThan(500);
  }
  for (const path of ['notifications.list', 'announcements.list']) {
    for (const input of [{}, { limit: 1 }, { cursor: 'zorb' }, { cursor: '' }]) {
      expect((await ask(path, input)).status, path).toBeLessThan(500);
    }
  }
  const without = [
    ...[
      'contractors.listCountyCounts',
      'contractors.getSnapshot',
      'notifications.countUnread',
      'follows.list',
    ],
    ...['settings.getContact', 'memberships.findOwn', 'savedSearches.list'],
  ];
  for (const path of without) expect((await ask(path)).status, path).toBe(200);
});
