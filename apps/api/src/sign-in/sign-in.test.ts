import { type Actor, openDatabase } from '@namc/db';
import { testMailboxes } from '@namc/db/accounts/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { pino } from 'pino';
import { Piscina } from 'piscina';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import { type Browser, openBrowser } from './browser.fixture.ts';
import type { Task } from './password-thread.ts';
import { nobodysHash } from './passwords.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const logged: string[] = [];
let app: App;

beforeEach(() => {
  app = testApp({
    db: portal.db,
    logger: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  });
});

const browser = (userAgent = 'Firefox') => openBrowser(app, () => ({ 'User-Agent': userAgent }));

const password = 'a rather long password';
let people = 0;

/** Somebody who applied and did not confirm the address yet. */
async function newApplicant() {
  people += 1;
  const email = `person${people}@example.org`;
  const own = browser();
  const applied = await own.tell('applications.submit', {
    company: 'Acme',
    tierCode: 'REGULAR',
    firstName: 'Ana',
    lastName: 'Reyes',
    email,
  });
  expect(applied.error).toBeUndefined();
  return { email, own };
}

/** A person who applied, confirmed the address and signed out. */
async function newPerson() {
  const { email, own } = await newApplicant();
  const confirmed = await own.tell('accounts.confirmEmail', { token: await tokenFor(email), password });
  expect(confirmed.data).toEqual({ outcome: 'confirmed' });
  await own.tell('signIn.signOut');
  return { email, own };
}

const mailboxes = testMailboxes(() => portal.db);
const mailTo = (email: string) => mailboxes.of(email);
const linkIn = /\/(?:confirm|verify|reset|cancel-change)#([\w-]+)/;
async function tokenFor(email: string): Promise<string> {
  const [mail] = (await mailTo(email)).filter(({ text }) => linkIn.test(text));
  return linkIn.exec(mail?.text ?? '')?.[1] ?? '';
}
const signIn = (one: Browser, email: string, more: object = {}) =>
  one.tell('signIn.begin', { email, password, ...more });

describe('signing in', () => {
  it('accepts the address in any letter case, sets a cookie that scripts cannot read, and ends with signing out', async () => {
    const { email } = await newPerson();
    const own = browser();
    const { data, answer } = await signIn(own, email.toUpperCase(), { isKept: true });
    expect(data).toEqual({ outcome: 'in' });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^portal_session=k[a-z0-9]+; .*HttpOnly.*Max-Age=\d+.*SameSite=Lax/,
    );
    expect((await own.ask('accounts.findMe')).data).toMatchObject({
      email,
      status: 'PENDING',
      permissions: [],
    });
    const token = own.cookies.get('portal_session') ?? '';
    await own.tell('signIn.signOut');
    own.cookies.set('portal_session', token);
    expect((await own.ask('accounts.findMe')).data).toBeNull();
  });

  it('lasts only until the browser closes, unless the person asks to stay signed in', async () => {
    const { email } = await newPerson();
    const { answer } = await signIn(browser(), email);
    expect(answer.headers.getSetCookie()[0]).not.toMatch(/Max-Age|Expires/i);
  });

  it('answers a wrong password and an unknown address alike, after the same work', async () => {
    const { email } = await newPerson();
    const transactions: string[] = [];
    const counted = openDatabase({
      ...portal.urls,
      onTransaction: ({ name, mode }) => void transactions.push(`${mode} ${name}`),
    });
    const compare = vi.spyOn(Piscina.prototype, 'run');
    try {
      const one = openBrowser(testApp({ db: counted }));
      const work = async (address: string) => {
        transactions.length = 0;
        compare.mockClear();
        const { data } = await signIn(one, address, { password: 'something else' });
        // Work after the answer does not count toward its time.
        const before = transactions.filter((name) => name !== 'write addAccountRequest');
        const costs = compare.mock.calls.map(([task]) =>
          (task as Extract<Task, { verify: unknown }>).verify.passwordHash.replace(/[^$]+\$[^$]+$/, ''),
        );
        return { data, before, costs };
      };
      const known = await work(email);
      expect(known).toMatchObject({
        data: { outcome: 'wrong' },
        before: ['read signIn.begin'],
        costs: [nobodysHash.replace(/[^$]+\$[^$]+$/, '')],
      });
      expect(await work('nobody@example.org')).toEqual(known);
    } finally {
      compare.mockRestore();
      await counted.close();
    }
  });

  it('pauses after wrong passwords, and a mailed link still admits the owner', async () => {
    const { email } = await newPerson();
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn(browser(), email, { password: 'wrong' });
    const locked = await signIn(browser(), email);
    expect(locked).toMatchObject({
      status: 429,
      error: { message: expect.stringMatching(/Try again in 1 minute, or choose a new password/) },
    });
    const own = browser();
    await own.tell('signIn.requestPasswordReset', { email });
    await vi.waitFor(async () => expect((await mailTo(email))[0]?.text).toContain('/reset#'));
    const reset = await own.tell('signIn.resetPassword', {
      token: await tokenFor(email),
      password: 'another long password',
    });
    expect(reset.data).toEqual({ outcome: 'changed' });
    expect((await signIn(own, email, { password: 'another long password' })).data).toEqual({ outcome: 'in' });
  });

  it('ends the session that the browser had before', async () => {
    const { email } = await newPerson();
    const own = browser();
    await signIn(own, email);
    const before = own.cookies.get('portal_session') ?? '';
    await signIn(own, email);
    expect(own.cookies.get('portal_session')).not.toBe(before);
    own.cookies.set('portal_session', before);
    expect((await own.ask('accounts.findMe')).data).toBeNull();
  });
});

describe('a password', () => {
  it('that is common, short or one’s own name is refused with the field’s name', async () => {
    const { email, own } = await newApplicant();
    for (const [weak, words] of [
      ['short', 'at least 10 characters'],
      ['1q2w3e4r5t6y', 'too common'],
      ['reyes12345', 'too close to your name'],
    ]) {
      const { error } = await own.tell('accounts.confirmEmail', {
        token: await tokenFor(email),
        password: weak,
      });
      expect(error?.data).toMatchObject({
        fields: [{ field: 'password', message: expect.stringContaining(words ?? '') }],
      });
    }
  });

  it('changes only with the old one, ends every other session, and never appears in the log', async () => {
    const { email } = await newPerson();
    const [here, there] = [browser(), browser('Safari')];
    await signIn(here, email);
    await signIn(there, email);
    expect(
      (
        await here.tell('signIn.changePassword', {
          currentPassword: 'no',
          newPassword: 'a new long password',
        })
      ).error?.data,
    ).toMatchObject({
      fields: [{ field: 'currentPassword' }],
    });
    await here.tell('signIn.changePassword', {
      currentPassword: password,
      newPassword: 'a new long password',
    });
    expect((await here.ask('accounts.findMe')).data).toMatchObject({ email });
    expect((await there.ask('accounts.findMe')).data).toBeNull();
    expect(logged.join('\n')).not.toMatch(/long password|argon2/);
  });
});

describe('sessions', () => {
  it('are listed with their devices, and ended from another one', async () => {
    const { email } = await newPerson();
    const [here, there] = [browser('Firefox'), browser('Safari')];
    await signIn(here, email);
    await signIn(there, email);
    const listed = (await here.ask('signIn.listSessions')).data as {
      current: string;
      rows: { id: string; userAgent: string }[];
    };
    expect(listed.rows.map(({ userAgent }) => userAgent).sort()).toEqual(['Firefox', 'Safari']);
    const other = listed.rows.find(({ id }) => id !== listed.current);
    await here.tell('signIn.endSession', { id: other?.id });
    expect((await there.ask('accounts.findMe')).data).toBeNull();
    expect((await here.ask('accounts.findMe')).data).toMatchObject({ email });
  });

  it('show when they were last used, within minutes', async () => {
    const { email, own } = await newPerson();
    await signIn(own, email);
    await portal.owner`
      update sessions set last_seen_at = now() - interval '6 minutes'
      where user_id = (select id from users where email_key = ${email})`;
    await own.ask('accounts.findMe');
    await vi.waitFor(async () => {
      const listed = (await own.ask('signIn.listSessions')).data as { rows: { lastSeenAt: string }[] };
      expect(Date.now() - new Date(listed.rows[0]?.lastSeenAt ?? 0).getTime()).toBeLessThan(60_000);
    });
  });

  it('of another person cannot be ended', async () => {
    const [one, two] = [await newPerson(), await newPerson()];
    await signIn(one.own, one.email);
    await signIn(two.own, two.email);
    const { current } = (await two.own.ask('signIn.listSessions')).data as { current: string };
    await one.own.tell('signIn.endSession', { id: current });
    expect((await two.own.ask('accounts.findMe')).data).toMatchObject({ email: two.email });
  });
});

it('giving or taking a role takes effect at the next request, with a new token', async () => {
  const { email, own } = await newPerson();
  await signIn(own, email);
  const before = own.cookies.get('portal_session') ?? '';
  const me = async () => ((await own.ask('accounts.findMe')).data as { roles: string[] }).roles;
  expect(await me()).toEqual([]);
  const [row] = await portal.owner`select id from users where email_key = ${email}`;
  await portal.db.write(
    system,
    ({ sql }) => sql`update membership_applications set status = 'APPROVED' where user_id = ${row?.id}`,
  );
  await portal.db.write(
    system,
    ({ sql }) => sql`insert into user_roles (user_id, role_code) values (${row?.id}, 'support')`,
  );
  expect(await me()).toEqual(['support']);
  const after = own.cookies.get('portal_session');
  expect(after).not.toBe(before);
  expect(await me()).toEqual(['support']);
  expect(own.cookies.get('portal_session')).toBe(after);
  // Requests sent before the browser got the new token are answered, and do not extend the old one.
  const elsewhere = browser();
  elsewhere.cookies.set('portal_session', before);
  const late = await elsewhere.ask('accounts.findMe');
  expect(late.data).toMatchObject({ email });
  expect(late.answer.headers.getSetCookie()).toEqual([]);
  await portal.db.write(system, ({ sql }) => sql`delete from user_roles where user_id = ${row?.id}`);
  expect(await me()).toEqual([]);
});

describe('a session whose token was replaced', () => {
  /** A session whose browser has a newer token, and a browser that holds the old one. */
  async function rotated() {
    const { email, own } = await newPerson();
    await signIn(own, email);
    const copy = browser('Copied');
    copy.cookies.set('portal_session', own.cookies.get('portal_session') ?? '');
    await portal.owner`
      update sessions set rotation = 'DUE' where user_id = (select id from users where email_key = ${email})`;
    await own.ask('accounts.findMe');
    expect(own.cookies.get('portal_session')).not.toBe(copy.cookies.get('portal_session'));
    return { email, own, copy };
  }
  const me = async (one: Browser) => (await one.ask('accounts.findMe')).data;
  const letPass = () => portal.owner`update replaced_tokens set answers_until = now() - interval '1 second'`;

  it('ends as a whole when its old token is used after its time, and its owner is told', async () => {
    const { email, own, copy } = await rotated();
    expect(await me(copy)).toMatchObject({ email });
    expect(await me(own)).toMatchObject({ email });
    await letPass();
    expect(await me(copy)).toBeNull();
    expect(await me(own)).toBeNull();
    expect((await mailTo(email))[0]?.subject).toBe('We ended one of your sign-ins');
    const events = await portal.owner`
      select user_agent from account_events e join users u on u.id = user_id
      where email_key = ${email} and kind = 'OLD_TOKEN_USED'`;
    expect(events).toEqual([{ user_agent: 'Copied' }]);
    // A second use finds nothing to end.
    expect(await me(copy)).toBeNull();
    expect((await mailTo(email)).filter(({ subject }) => /one of your sign-ins/.test(subject))).toHaveLength(
      1,
    );
  });

  it('ends as a whole when a browser signs out with its old token', async () => {
    const { own, copy } = await rotated();
    await copy.tell('signIn.signOut');
    expect(await me(own)).toBeNull();
  });

  it('goes on when neither happens, and another person’s session always does', async () => {
    const [one, other] = [await rotated(), await rotated()];
    await letPass();
    expect(await me(one.copy)).toBeNull();
    expect(await me(other.own)).toMatchObject({ email: other.email });
  });
});

it('cookies require TLS and belong to one host, except for a portal that only its own machine can reach', async () => {
  const { email } = await newPerson();
  for (const [publicOrigin, isSecure] of [
    ['https://portal.example.org', true],
    ['http://localhost:3000', false],
  ] as const) {
    const other = testApp({ db: portal.db, publicOrigin });
    const answer = await other.request('/trpc/signIn.begin', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: publicOrigin,
        Cookie: `portal_session=k${'a'.repeat(72)}`,
      },
      body: JSON.stringify({ email, password }),
    });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) expect(/; ?Secure/i.test(cookie), cookie).toBe(isSecure);
    // A cookie under the old name is removed, and proves nothing.
    const kept = cookies.filter((cookie) => !/Max-Age=0/.test(cookie));
    expect(kept.every((cookie) => cookie.startsWith('__Host-') === isSecure)).toBe(true);
    expect(cookies.length - kept.length).toBe(isSecure ? 1 : 0);
    for (const cookie of kept) {
      expect(cookie).toMatch(/; ?Path=\/(;|$)/);
      expect(cookie).not.toMatch(/Domain=/i);
    }
    const session = kept.find((cookie) => cookie.includes('portal_session=')) ?? '';
    const [pair = ''] = session.split(';');
    const me = async (Cookie: string) => {
      const found = await other.request('/trpc/accounts.findMe', { headers: { Cookie } });
      return ((await found.json()) as { result: { data: unknown } }).result.data;
    };
    expect(await me(pair)).toMatchObject({ email });
    if (isSecure) expect(await me(pair.replace('__Host-', ''))).toBeNull();
    expect(answer.headers.get('strict-transport-security')).toBe(isSecure ? 'max-age=31536000' : null);
  }
});

it('a proxy’s malformed address keeps nobody out', async () => {
  const { email } = await newPerson();
  const proxied = testApp({ db: portal.db, isProxied: true });
  for (const told of [
    'unknown',
    '203.0.113.9:4711',
    '203.0.113.9, 198.51.100.7',
    'fe80::1%eth0',
    '::ffff:192.0.2.1',
    '%',
    '1',
  ]) {
    const answer = await proxied.request('/trpc/signIn.begin', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': told },
      body: JSON.stringify({ email, password }),
    });
    expect(answer.status, told).toBe(200);
  }
  const seen = await portal.owner`
    select distinct host(address) as address from sessions join users u on u.id = user_id where email_key = ${email}`;
  expect(seen.map(({ address }) => address).sort()).toEqual([
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
    'fe80::1',
    null,
  ]);
});

it('another site’s request changes nothing', async () => {
  for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    const answer = await app.request('/trpc/signIn.signOut', {
      method: 'POST',
      headers: headers as never,
      body: '{}',
    });
    expect(answer.status).toBe(403);
  }
});

it('an account closes only with the right password, and is then gone', async () => {
  const { email, own } = await newPerson();
  await signIn(own, email);
  expect((await own.tell('accounts.close', { currentPassword: 'no' })).status).toBe(400);
  await own.tell('accounts.close', { currentPassword: password });
  expect((await own.ask('accounts.findMe')).data).toBeNull();
  expect((await signIn(browser(), email)).data).toMatchObject({ outcome: 'wrong' });
  expect((await mailTo(email))[0]?.subject).toBe('Your account is closed');
});
