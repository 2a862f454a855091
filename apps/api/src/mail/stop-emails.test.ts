import { addMember } from '@namc/db/members/factory';
import { followProject } from '@namc/db/project-follows/commands';
import { addProject } from '@namc/db/projects/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';

const portal = testDatabase();

it('one click in a mail program ends the letters of one project without a cookie, again and again, and a GET ends nothing', async () => {
  const app = testApp({ db: portal.db });
  const userId = await addMember(portal.db);
  const projectId = await addProject(portal.db, await addMember(portal.db));
  await portal.db.write({ kind: 'member', userId }, (tx) => followProject(tx, { projectId }));
  const [{ key }] = await portal.owner<[{ key: string }]>`
    select unsubscribe_key as key from project_follows where user_id = ${userId}`;
  const followed = async () =>
    (await portal.owner`select from project_follows where user_id = ${userId}`).length;
  const ask = (method: string, address: string) =>
    app.request(address, {
      method,
      ...(method === 'POST' && {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      }),
    });
  const address = `/api/stop-emails?key=${key}`;
  expect((await ask('GET', address)).status).toBe(404);
  for (const part of ['', '?', '?key=', '?key=nothing', `?key=${key}&key=nothing`])
    expect((await ask('POST', `/api/stop-emails${part}`)).status).toBe(400);
  expect((await ask('POST', `/api/stop-emails?key=${crypto.randomUUID()}`)).status).toBe(200);
  expect(await followed()).toBe(1);
  for (let time = 0; time < 2; time += 1) expect((await ask('POST', address)).status).toBe(200);
  expect(await followed()).toBe(0);
});
