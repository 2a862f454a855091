import { type Database, openDatabase, type TransactionReport } from '@namc/db';
import { testMailboxes } from '@namc/db/accounts/factory';
import { addContractors } from '@namc/db/contractors/factory';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { matrix } from './access.fixture.ts';
import { testApp } from './app.fixture.ts';
import type { App } from './app.ts';
import { appRouter } from './router.ts';
import { codeAt } from './sign-in/authenticator.ts';
import { openBrowser } from './sign-in/browser.fixture.ts';

const portal = testDatabase();
const reports: TransactionReport[] = [];
let db: Database;
let app: App;

beforeAll(async () => {
  db = openDatabase({ ...portal.urls, onTransaction: (report) => void reports.push(report) });
  app = testApp({ db });
  await addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]);
});
afterAll(() => db.close());

interface Traced {
  table: string;
  userId: string | null;
  actor: string;
  requestId: string | null;
}

/** The rows that were written into the audit trail since `since`. */
const tracedSince = (since: Date) => portal.owner<Traced[]>`
  select table_name as "table", user_id as "userId", actor, request_id as "requestId"
  from audit_log where created_at >= ${since}
  union all
  select 'admin_actions', user_id, actor, request_id from admin_actions where created_at >= ${since}`;

async function now(): Promise<Date> {
  const [row] = await portal.owner<{ now: Date }[]>`select clock_timestamp() as now`;
  return row?.now ?? new Date();
}

/** The API's work around a procedure, and after its answer. */
const besideProcedures = [
  'findSession',
  'touchSession',
  'rotateSession',
  'endCopiedSession',
  'extendSession',
  'noteAccountEvent',
  'addAccountRequest',
  'requestPasswordReset',
  'resendConfirmation',
];

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  type: (procedure as unknown as { _def: { type: 'query' | 'mutation' | 'subscription' } })._def.type,
}));

it.for(procedures)(
  '$path names its transactions, and the trail names the request',
  async ({ path, type }) => {
    const userId = await addMember(portal.db, { roles: ['administrator'] });
    const own = openBrowser(app);
    const [, name = '', value = ''] = /^(\w+)=(\w+)/.exec(
      await addSignedIn(portal.db, userId, { hasSecondStep: true }),
    )!;
    own.cookies.set(name, value);
    reports.length = 0;
    const since = await now();
    const input = matrix[path]?.[1];
    const { status, answer } = await (type === 'subscription'
      ? own.follow(path, input)
      : type === 'query'
        ? own.ask(path, input)
        : own.tell(path, input));
    expect(status).toBeLessThan(500);
    const requestId = answer.headers.get('X-Request-Id');
    const names = new Set(reports.map((report) => report.name));
    expect(names).not.toContain('unnamed');
    expect([...names].filter((each) => each !== path && !besideProcedures.includes(each))).toEqual([]);
    for (const row of await tracedSince(since)) expect(row.requestId, JSON.stringify(row)).toBe(requestId);
  },
);

it('the calls of one batch each name their own transactions', async () => {
  reports.length = 0;
  const paths = ['contractors.getSnapshot', 'contractors.listCountyCounts'];
  const answer = await app.request(`/trpc/${paths.join()}?batch=1&input={}`);
  expect(answer.status).toBe(200);
  expect(reports.map(({ name }) => name).sort()).toEqual(paths);
});

describe('what people do with their own account', () => {
  const password = 'a rather long password';
  const email = 'eva@example.org';
  const next = 'eva.new@example.org';
  let own: ReturnType<typeof openBrowser>;
  let secret = '';
  let walked: string[] = [];
  const mailboxes = testMailboxes(() => portal.db);

  beforeAll(async () => {
    own = openBrowser(app);
    // The worker does first what earlier tests asked for, so that it is not among the rows of an act.
    await mailboxes.work();
  });

  /** The token of the latest link that was mailed to an address. */
  async function linkTo(
    address: string,
    kind: 'confirm' | 'verify' | 'reset' | 'cancel-change',
  ): Promise<string> {
    const link = new RegExp(`${kind}#([\\w-]+)`);
    const found = await vi.waitFor(async () => {
      const [latest] = (await mailboxes.of(address)).filter(({ text }) => link.test(text));
      expect(latest).toBeDefined();
      return link.exec(latest?.text ?? '')?.[1];
    });
    return found ?? '';
  }

  async function ownerId(): Promise<string> {
    const [row] = await portal.owner<
      { id: string }[]
    >`select id from users where email_key in (${email}, ${next})`;
    return row?.id ?? '';
  }

  /** The authenticator's code, also if it was used before. */
  async function codeAgain(): Promise<string> {
    await portal.owner`update two_factor_secrets set last_used_step = null`;
    return codeAt(secret);
  }

  /** In turn: each act, the tables whose rows it changes in the trail, and its input. */
  const acts: [path: string, tables: string[], input?: () => object | Promise<object>][] = [
    [
      'applications.submit',
      ['membership_applications', 'users'],
      () => ({ company: 'Acme', tierCode: 'REGULAR', firstName: 'Eva', lastName: 'Ortiz', email }),
    ],
    [
      'accounts.confirmEmail',
      ['membership_applications', 'user_credentials', 'users'],
      async () => ({ token: await linkTo(email, 'confirm'), password }),
    ],
    ['signIn.begin', [], () => ({ email, password })],
    [
      'signIn.changePassword',
      ['user_credentials'],
      () => ({ currentPassword: password, newPassword: `${password} 2` }),
    ],
    ['signIn.beginTwoFactor', ['two_factor_secrets'], () => ({ currentPassword: `${password} 2` })],
    ['signIn.confirmTwoFactor', ['two_factor_secrets'], () => ({ code: codeAt(secret) })],
    ['signIn.signOut', []],
    ['signIn.begin', [], () => ({ email, password: `${password} 2` })],
    ['signIn.giveSecondFactor', [], async () => ({ code: await codeAgain() })],
    ['signIn.renewSecondFactor', [], async () => ({ code: await codeAgain() })],
    [
      'signIn.makeRecoveryCodes',
      [],
      async () => ({ currentPassword: `${password} 2`, code: await codeAgain() }),
    ],
    [
      'signIn.endTwoFactor',
      ['two_factor_secrets'],
      async () => ({ currentPassword: `${password} 2`, code: await codeAgain() }),
    ],
    ['signIn.endOtherSessions', []],
    ['accounts.changeEmail', [], () => ({ currentPassword: `${password} 2`, email: next })],
    ['accounts.resendEmailChange', []],
    ['accounts.cancelEmailChange', [], async () => ({ token: await linkTo(email, 'cancel-change') })],
    ['signIn.begin', [], () => ({ email, password: `${password} 2` })],
    ['accounts.changeEmail', [], () => ({ currentPassword: `${password} 2`, email: next })],
    ['accounts.withdrawEmailChange', []],
    ['accounts.changeEmail', [], () => ({ currentPassword: `${password} 2`, email: next })],
    ['accounts.takeNewAddress', ['users'], async () => ({ token: await linkTo(next, 'verify') })],
    ['signIn.requestPasswordReset', [], () => ({ email: next })],
    [
      'signIn.resetPassword',
      ['user_credentials'],
      async () => ({ token: await linkTo(next, 'reset'), password: `${password} 3` }),
    ],
    ['signIn.begin', [], () => ({ email: next, password: `${password} 3` })],
    [
      'accounts.changeProfile',
      ['users'],
      async () => {
        // An applicant changes the application in its place.
        await portal.owner`update users set status = 'ACTIVE' where id = ${await ownerId()}`;
        return { firstName: 'Eva', lastName: 'Ortiz Two' };
      },
    ],
    ['accounts.close', ['users'], () => ({ currentPassword: `${password} 3` })],
  ];

  it.for(acts.map(([path, tables, input], at) => ({ path, tables, input, at })))(
    '$at: $path leaves the person and the request in the trail',
    async ({ path, tables, input }) => {
      const sent = await input?.();
      const before = await ownerId();
      const since = await now();
      reports.length = 0;
      const { status, data, error, answer } = await own.tell(path, sent);
      const requestId = answer.headers.get('X-Request-Id');
      expect(status, JSON.stringify(error)).toBe(200);
      expect(JSON.stringify(data ?? {})).not.toMatch(/wrong|expired/);
      if (path === 'signIn.beginTwoFactor') secret = (data as { secret: string }).secret;
      walked = [...walked, path];
      await mailboxes.work();
      const person = before || (await ownerId());
      const rows = await tracedSince(since);
      expect([...new Set(rows.map(({ table }) => table))].sort()).toEqual(expect.arrayContaining(tables));
      for (const row of rows) expect(row).toMatchObject({ userId: person, requestId });
      expect(reports.map(({ name }) => name)).not.toContain('unnamed');
    },
  );

  it('is walked through, but for acts that leave nothing in the trail', () => {
    const own = procedures.filter(
      ({ path, type }) => type === 'mutation' && /^(accounts|signIn)\./.test(path) && !walked.includes(path),
    );
    expect(own.map(({ path }) => path).sort()).toEqual([
      'accounts.checkLink',
      'accounts.resendConfirmation',
      'signIn.endSession',
    ]);
  });

  it('is cut off with the request, and what follows the answer is not', async () => {
    const userId = await addMember(portal.db);
    const Cookie = await addSignedIn(portal.db, userId);
    reports.length = 0;
    const gone = AbortSignal.abort();
    await app.request('/trpc/signIn.listSessions', { headers: { Cookie }, signal: gone });
    expect(reports.find(({ name }) => name === 'signIn.listSessions')?.outcome).toBe('canceled');
    await app.request('/trpc/signIn.requestPasswordReset', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${userId}@example.org` }),
      signal: gone,
    });
    await vi.waitFor(() =>
      expect(reports.find(({ name }) => name === 'requestPasswordReset')?.outcome).toBe('ok'),
    );
  });
});
