import type { Actor } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { addMember } from '@namc/db/members/factory';
import { listRoles } from '@namc/db/roles/queries';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import type { Permission } from '@namc/inputs/roles';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from './app.ts';
import { appRouter } from './router.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const nobody = '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';
const token = 'x'.repeat(43);
const reason = 'Because.';

/** Who gets past the door of a procedure: everybody, whoever is signed in, or staff with a permission. */
type Allowed = 'everyone' | 'account' | Permission;

/** Each procedure with an input that it takes. One without a row fails the test. */
const matrix: Record<string, [allowed: Allowed, input?: object]> = {
  'applications.submit': [
    'everyone',
    {
      company: 'Acme',
      tierCode: 'REGULAR',
      firstName: 'Ana',
      lastName: 'Reyes',
      email: 'ana@example.org',
      password: 'quite long enough',
    },
  ],
  'accounts.confirmEmail': ['everyone', { token }],
  'accounts.resendConfirmation': ['everyone', { email: 'ana@example.org' }],
  'signIn.begin': ['everyone', { email: 'nobody@example.org', password: 'not this one' }],
  'signIn.giveSecondFactor': ['everyone', { code: '000000' }],
  'signIn.requestPasswordReset': ['everyone', { email: 'nobody@example.org' }],
  'signIn.resetPassword': ['everyone', { token, password: 'quite long enough' }],
  'accounts.findMe': ['everyone'],
  'applications.findOwn': ['account'],
  'applications.answerQuestion': ['account', { body: 'This one.' }],
  'signIn.listSessions': ['account'],
  'signIn.endSession': ['account', { id: nobody }],
  'signIn.changePassword': ['account', { currentPassword: 'x', newPassword: 'quite long enough' }],
  'accounts.changeEmail': ['account', { currentPassword: 'x', email: 'new@example.org' }],
  'signIn.beginTwoFactor': ['account', { currentPassword: 'x' }],
  'signIn.confirmTwoFactor': ['account', { code: '000000' }],
  'signIn.endTwoFactor': ['account', { currentPassword: 'x' }],
  'signIn.countRecoveryCodes': ['account'],
  'accounts.exportData': ['account'],
  'accounts.close': ['account', { currentPassword: 'x' }],
  'signIn.endOtherSessions': ['account'],
  'signIn.signOut': ['account'],
  'announcements.list': ['account', {}],
  'announcements.markRead': ['account', { announcementId: nobody }],
  'applications.list': ['members.read', {}],
  'applications.count': ['members.read'],
  'applications.get': ['members.read', { id: nobody }],
  'applications.beginReview': ['members.edit', { id: nobody }],
  'applications.approve': ['members.edit', { ids: [nobody] }],
  'applications.decline': ['members.edit', { ids: [nobody], reason }],
  'applications.ask': ['members.edit', { id: nobody, body: 'Which license?' }],
  'audit.listActions': ['audit.read', {}],
  'audit.listChanges': ['audit.read', {}],
  'contractors.search': ['everyone', { q: 'acme' }],
  'contractors.count': ['everyone', { q: 'acme' }],
  'contractors.map': ['everyone', { q: 'acme', bounds: [-125, 32, -114, 42], zoom: 6 }],
  'contractors.getLicense': ['everyone', { licenseNumber: '1' }],
  'contractors.listNeighbors': ['everyone', { licenseNumber: '1' }],
  'contractors.listCountyCounts': ['everyone'],
  'contractors.getSnapshot': ['everyone'],
  'jobs.list': ['jobs.manage', {}],
  'jobs.listQueues': ['jobs.manage'],
  'jobs.retry': ['jobs.manage', { id: nobody }],
  'members.search': ['members.read', {}],
  'members.get': ['members.read', { userId: nobody }],
  'members.listTimeline': ['members.read', { userId: nobody }],
  'members.listSessions': ['members.edit', { userId: nobody }],
  'members.suspend': ['members.edit', { userId: nobody, reason }],
  'members.reinstate': ['members.edit', { userId: nobody, reason }],
  'members.endTwoFactor': ['members.edit', { userId: nobody, reason }],
  'members.endSession': ['members.edit', { userId: nobody, sessionId: nobody }],
  'memberships.findOwn': ['account'],
  'notifications.list': ['account', {}],
  'notifications.countUnread': ['account'],
  'notifications.markRead': ['account', { id: nobody }],
  'notifications.markAllRead': ['account', { until: nobody }],
  'notifications.markUnread': ['account', { readAt: '2026-11-26T00:00:00.000Z' }],
  'roles.list': ['members.read'],
  'roles.grant': ['roles.grant', { userId: nobody, roleCode: 'support', reason }],
  'roles.take': ['roles.grant', { userId: nobody, roleCode: 'support', reason }],
  'roles.setPermissions': ['roles.manage', { roleCode: 'nothing', permissions: [], reason }],
};

interface Identity {
  name: string;
  /** A session of its own for each question: some acts end sessions. */
  makeCookie: () => Promise<string | undefined>;
  permissions: string[];
}

let app: App;
const identities: Identity[] = [];
const types = new Map<string, string>();
const printed: string[] = [];

beforeAll(async () => {
  await addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]);
  app = createApp({
    db: portal.db,
    logger: pino({ level: 'silent' }),
    webRoot: '/nowhere',
    publicOrigin: undefined,
    keys: testKeys,
    cookieSecret: 'a secret for tests',
  });
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
      // Without the second step a session is that of a member.
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
  const answer =
    types.get(path) === 'query'
      ? await app.request(
          `/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
          { headers },
        )
      : await app.request(`/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify(input ?? {}) });
  return answer.status;
}

it('every procedure has its row', () => {
  expect(Object.keys(matrix).sort()).toEqual([...types.keys()].sort());
});

// In turn: the acts of one identity must not meet those of another.
it.for(Object.entries(matrix))(
  '%s lets in whom it should, and nobody else',
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
