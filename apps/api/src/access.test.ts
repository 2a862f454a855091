import type { Actor } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { addMember } from '@namc/db/members/factory';
import { listRoles } from '@namc/db/roles/queries';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { matrix } from './access.fixture.ts';
import { testApp } from './app.fixture.ts';
import type { App } from './app.ts';
import { beginningOf } from './http/read-stream.fixture.ts';
import { appRouter } from './router.ts';
import { allowedBy } from './trpc.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
interface Identity {
  name: string;
  /** Each question gets its own session, because some acts end sessions. */
  makeCookie: () => Promise<string | undefined>;
  permissions: string[];
}

let app: App;
const identities: Identity[] = [];
const types = new Map<string, string>();
const printed: string[] = [];

beforeAll(async () => {
  await addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]);
  app = testApp({ db: portal.db });
  for (const [path, procedure] of Object.entries(appRouter._def.procedures)) {
    types.set(path, (procedure as unknown as { _def: { type: string } })._def.type);
  }
  identities.push({ name: 'visitor', makeCookie: async () => undefined, permissions: [] });
  for (const [name, status] of [
    ['applicant', 'PENDING'],
    ['member', 'ACTIVE'],
    ['another member', 'ACTIVE'],
    ['lapsed member', 'LAPSED'],
    ['declined applicant', 'DECLINED'],
  ] as const) {
    const userId = await addMember(portal.db, { status });
    identities.push({ name, makeCookie: () => addSignedIn(portal.db, userId), permissions: [] });
  }
  for (const { code, permissions } of await portal.db.read(system, listRoles)) {
    if (code === 'member') continue;
    const userId = await addMember(portal.db, { roles: [code] });
    identities.push({
      name: code,
      makeCookie: () => addSignedIn(portal.db, userId, { hasSecondStep: true }),
      permissions,
    });
    if (code === 'administrator') {
      // Without the second factor, a staff session counts as a member's session.
      identities.push({
        name: `${code}, no second step`,
        makeCookie: () => addSignedIn(portal.db, userId),
        permissions: [],
      });
    }
  }
});

afterAll(() => console.log(printed.join('\n')));

async function ask(path: string, input: object | undefined, cookie: string | undefined): Promise<number> {
  const headers = { 'Content-Type': 'application/json', ...(cookie ? { Cookie: cookie } : {}) };
  const type = types.get(path);
  const answer =
    type === 'query' || type === 'subscription'
      ? await app.request(
          `/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
          { headers },
        )
      : await app.request(`/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify(input ?? {}) });
  return type === 'subscription' ? (await beginningOf(answer)).status : answer.status;
}

it('every procedure has a row in the access matrix', () => {
  expect(Object.keys(matrix).sort()).toEqual([...types.keys()].sort());
});

it('every procedure says for itself what the matrix says, and downloads go by that', () => {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>);
  expect(Object.fromEntries(procedures.map(([path, procedure]) => [path, allowedBy(procedure)]))).toEqual(
    Object.fromEntries(Object.entries(matrix).map(([path, [allowed]]) => [path, allowed])),
  );
});

// One at a time: the acts of one identity must not collide with those of another.
it.for(Object.entries(matrix))(
  '%s admits the callers it should, and nobody else',
  async ([path, [allowed, input]]) => {
    const found: string[] = [];
    const wanted: string[] = [];
    for (const { name, makeCookie, permissions } of identities) {
      const cookie = await makeCookie();
      const status = await ask(path, input, cookie);
      expect(status, `${name} at ${path}`).toBeLessThan(500);
      if (status !== 401 && status !== 403) found.push(name);
      if (allowed === 'everyone' || (allowed === 'account' && cookie) || permissions.includes(allowed))
        wanted.push(name);
    }
    printed.push(`${path.padEnd(32)} ${found.length === identities.length ? 'everybody' : found.join(', ')}`);
    expect(found).toEqual(wanted);
  },
);
