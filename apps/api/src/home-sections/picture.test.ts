import { randomUUID } from 'node:crypto';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';

const portal = testDatabase();

it('a visitor’s network asks for pictures as often as for answers, and a member is not counted with it', async () => {
  const app = testApp({ db: portal.db });
  const ask = async (path: string, cookie = '') =>
    (await app.request(path, { headers: { Cookie: cookie } })).status;
  const picture = `/api/home-pictures/${randomUUID()}`;
  const statuses: number[] = [];
  for (let at = 0; at < 605; at += 1) statuses.push(await ask(picture));
  expect(statuses.filter((status) => status === 404)).toHaveLength(600);
  expect(statuses.slice(600)).toEqual(Array(5).fill(429));
  expect(await ask('/trpc/homeSections.getPage')).toBe(429);
  const cookie = await addSignedIn(portal.db, await addMember(portal.db));
  expect(await ask(picture, cookie)).toBe(404);
});
