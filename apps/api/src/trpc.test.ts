import type { Actor } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { matrix } from './access.fixture.ts';
import { testApp } from './app.fixture.ts';
import type { App } from './app.ts';

const portal = testDatabase();
let app: App;

beforeAll(() =>
  addContractors(
    portal.owner,
    Array.from({ length: 2_500 }, (_, at) => ({
      licenseNumber: String(10_000 + at),
      businessName: `FIRM ${at}`,
      classifications: ['C-8'],
    })),
  ),
);
beforeEach(() => {
  app = testApp({ db: portal.db, isProxied: true });
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers: { 'X-Forwarded-For': '203.0.113.9', ...headers } });

it('a visitor’s network has a budget of questions, and a batch counts each of its own', async () => {
  const twenty = `/trpc/${Array(20).fill('accounts.findMe').join(',')}?batch=1&input=${encodeURIComponent('{}')}`;
  let answered = 0;
  let refused = 0;
  for (let at = 0; at < 40; at += 1) {
    const all = (await (await ask(twenty)).json()) as { error?: { data: { code: string } } }[];
    for (const { error } of all) {
      if (!error) answered += 1;
      else if (error.data.code === 'TOO_MANY_REQUESTS') refused += 1;
    }
  }
  expect([answered, refused]).toEqual([600, 200]);
  // Every question that a visitor may ask is counted, also one that does not exist yet.
  const questions = Object.entries(matrix).filter(([, [allowed]]) => allowed === 'everyone');
  let statuses = 0;
  for (const [path, [, input]] of questions) {
    const answer = await ask(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input ?? {}))}`);
    // A mutation answers a GET with 405.
    if (answer.status === 405) continue;
    expect(answer.status, path).toBe(429);
    statuses += 1;
  }
  expect(statuses).toBeGreaterThan(5);
  // Another network, and a person who is signed in, are not affected.
  expect((await ask('/trpc/accounts.findMe', { 'X-Forwarded-For': '198.51.100.1' })).status).toBe(200);
  const Cookie = await addSignedIn(portal.db, await addMember(portal.db));
  expect((await ask('/trpc/accounts.findMe', { Cookie })).status).toBe(200);
});

it('a visitor’s network has a budget of downloads, and visitors together run three at a time', async () => {
  const path = '/api/contractors.csv';
  const networks = Array.from({ length: 5 }, (_, at) => ({ 'X-Forwarded-For': `198.51.100.${at}` }));
  const running = [];
  for (const network of networks) running.push(await ask(path, network));
  expect(running.map(({ status }) => status)).toEqual([200, 200, 200, 503, 503]);
  // One that is left and one that is read to its end make room.
  await running[0]?.body?.cancel();
  await running[1]?.text();
  for (const status of [200, 200, 503]) expect((await ask(path, networks[4])).status).toBe(status);

  app = testApp({ db: portal.db, isProxied: true });
  const statuses = [];
  for (let at = 0; at < 12; at += 1) {
    const answer = await ask(path);
    statuses.push(answer.status);
    await answer.text();
  }
  expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
});

it('no id that a client sends gets into the audit trail, the answer or the log', async () => {
  const staff: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
  const Cookie = await addSignedIn(portal.db, staff.userId, { hasSecondStep: true });
  for (const id of ['somebody-elses-request', 'x', 'A'.repeat(255), '2d9f1c1e-0000-4000-8000-000000000000']) {
    const userId = await addMember(portal.db);
    const answer = await app.request('/trpc/members.suspend', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Request-Id': id, Cookie },
      body: JSON.stringify({ userId, reason: 'Unpaid.' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).not.toBe(id);
    const rows = await portal.owner`
      select request_id from admin_actions where target_user_id = ${userId}
      union all select request_id from audit_log where table_name = 'users' and row_id = ${userId} and operation = 'UPDATE'`;
    expect(rows.length).toBeGreaterThan(1);
    for (const { request_id } of rows.filter((row) => row.request_id)) {
      expect(request_id).toBe(answer.headers.get('x-request-id'));
    }
  }
});
