import type { Actor } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { matrix } from '../access.fixture.ts';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import { makePendingSecondFactor } from '../sessions/pending-second-factor.ts';
import { codeAt } from './authenticator.ts';
import { type Browser, openBrowser } from './browser.fixture.ts';
import { hashPassword } from './passwords.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const password = 'a rather long password';
let passwordHash = '';
let app: App;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(() => {
  app = testApp({ db: portal.db, isProxied: true });
});

/** A browser in a network of its own. */
const browser = (address = '203.0.113.9') => openBrowser(app, () => ({ 'X-Forwarded-For': address }));

async function newPerson(roles: string[] = []) {
  const userId = await addMember(portal.db, { roles });
  await portal.db.write(
    system,
    ({ sql }) =>
      sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`,
  );
  return { userId, email: `${userId}@example.org` };
}

const signIn = (one: Browser, email: string, words = password) =>
  one.tell('signIn.begin', { email, password: words, isKept: true });
/** Lets a code be used that was used before. */
const forgetUsed = (userId: string) =>
  portal.owner`update two_factor_secrets set last_used_step = null where user_id = ${userId}`;

async function withTwoFactor(roles: string[] = []) {
  const person = await newPerson(roles);
  const own = browser();
  await signIn(own, person.email);
  const begun = (await own.tell('signIn.beginTwoFactor', { currentPassword: password })).data as {
    secret: string;
  };
  const { secret } = begun;
  const done = (await own.tell('signIn.confirmTwoFactor', { code: codeAt(secret) })).data as {
    recoveryCodes: string[];
  };
  const { recoveryCodes } = done;
  await forgetUsed(person.userId);
  return { ...person, own, secret, recoveryCodes, rightCode: () => codeAt(secret) };
}
/** Six digits that are not right now, nor soon. */
function wrongCode(secret: string): string {
  const right = [-30_000, 0, 30_000, 60_000].map((ms) => codeAt(secret, Date.now() + ms));
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !right.includes(code)) ?? '';
}
const giveCode = (one: Browser, code: string | undefined) => one.tell('signIn.giveSecondFactor', { code });
const subjectsTo = async (email: string) =>
  (await portal.owner`select subject from mails where recipient = ${email} order by id`).map(
    ({ subject }) => subject,
  );

describe('the second step of signing in', () => {
  it('is asked for after the password, and accepts each code and recovery code once', async () => {
    const { email, secret, recoveryCodes } = await withTwoFactor();
    const own = browser();
    expect((await signIn(own, email)).data).toEqual({ outcome: 'second-factor' });
    expect((await own.ask('accounts.findMe')).data).toBeNull();
    expect((await giveCode(own, codeAt(secret))).data).toEqual({ outcome: 'in' });
    expect((await own.ask('accounts.findMe')).data).toMatchObject({ email, hasGivenSecondFactor: true });
    const elsewhere = browser('198.51.100.1');
    await signIn(elsewhere, email);
    expect((await giveCode(elsewhere, codeAt(secret))).data).toEqual({ outcome: 'wrong' });
    expect((await giveCode(elsewhere, recoveryCodes[0])).data).toEqual({ outcome: 'in' });
    const again = browser('198.51.100.2');
    await signIn(again, email);
    expect((await giveCode(again, recoveryCodes[0])).data).toEqual({ outcome: 'wrong' });
    // People type a recovery code as they noted it.
    const typed = (recoveryCodes[1] ?? '').replace(/(.{5})/g, '$1-').toLowerCase();
    expect((await giveCode(again, typed)).data).toEqual({ outcome: 'in' });
    expect(await subjectsTo(email)).toContain('A recovery code was used');
  });

  it('cannot be reached without the password, with a forged cookie, or ten minutes after the password', async () => {
    const { userId, email, secret } = await withTwoFactor();
    const own = browser();
    const expired = { outcome: 'expired' };
    expect((await giveCode(own, '123456')).data).toEqual(expired);
    await signIn(own, email);
    const cookie = own.cookies.get('portal_sign_in') ?? '';
    const [body = '', seal = ''] = cookie.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), isKept: false }),
    ).toString('base64url');
    for (const value of [
      `${body}.${'A'.repeat(43)}`,
      `${body}.`,
      '.',
      `.${seal}`,
      `${forged}.${seal}`,
      'x',
    ]) {
      own.cookies.set('portal_sign_in', value);
      expect((await giveCode(own, codeAt(secret))).data, value).toEqual(expired);
    }
    const [row] = await portal.owner`
      select security_version, now() - interval '10 minutes' as late from users where id = ${userId}`;
    const half = makePendingSecondFactor({ secret: 'a secret for tests', isSecure: false });
    const late = half.write({
      userId,
      isKept: true,
      securityVersion: row?.security_version,
      begunAt: row?.late,
    });
    own.cookies.set('portal_sign_in', /=([^;]*)/.exec(late)?.[1] ?? '');
    expect((await giveCode(own, codeAt(secret))).data).toEqual(expired);
    // A value sealed for one use means nothing in another.
    own.cookies.set('portal_sign_in', own.cookies.get('portal_device') ?? '');
    expect((await giveCode(own, codeAt(secret))).data).toEqual(expired);
  });

  it('pauses after wrong codes, longer each time, and tells the owner after three', async () => {
    const { email, secret } = await withTwoFactor();
    const thief = browser('198.51.100.7');
    await signIn(thief, email);
    const wrong = wrongCode(secret);
    const statuses = [];
    for (let guess = 0; guess < 5; guess += 1) statuses.push((await giveCode(thief, wrong)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(await subjectsTo(email)).toContain('Someone entered wrong sign-in codes');
    const events = await portal.owner`
      select count(*)::int as count from account_events e join users u on u.id = e.user_id
      where u.email_key = ${email} and kind = 'CODE_REFUSED'`;
    expect(events[0]?.count).toBe(3);
    // The right code does not help during a pause.
    expect((await giveCode(thief, codeAt(secret))).error?.message).toMatch(/Try again in 1 minute/);
  });

  it('locks nobody out of a device that has signed in before, however much strangers guess', async () => {
    const { email, secret, own, userId } = await withTwoFactor();
    await own.tell('signIn.signOut');
    // The strangers know the password, and use up the day's codes from many networks.
    const wrong = wrongCode(secret);
    let guesses = 0;
    for (let network = 1; network <= 12; network += 1) {
      const thief = browser(`198.51.100.${network}`);
      await signIn(thief, email);
      for (let guess = 0; guess < 4; guess += 1) {
        if ((await giveCode(thief, wrong)).status === 200) guesses += 1;
      }
    }
    // Three of a million codes are right at a time: a chance of 1 in 11,000 a day.
    expect(guesses).toBe(30);
    const stranger = browser('192.0.2.1');
    await signIn(stranger, email);
    expect((await giveCode(stranger, codeAt(secret))).status).toBe(429);
    // Nor by wrong passwords, which strangers try as well.
    for (let network = 1; network <= 12; network += 1) {
      const thief = browser(`198.51.100.${network}`);
      for (let guess = 0; guess < 6; guess += 1) await signIn(thief, email, 'wrong');
    }
    expect((await signIn(browser('192.0.2.2'), email)).status).toBe(429);
    expect((await signIn(own, email)).data).toEqual({ outcome: 'second-factor' });
    expect((await giveCode(own, codeAt(secret))).data).toEqual({ outcome: 'in' });
    // The device is bound to the account and to its security version.
    const device = own.cookies.get('portal_device') ?? '';
    const other = await newPerson();
    const thief = browser('198.51.100.1');
    thief.cookies.set('portal_device', device);
    for (let guess = 0; guess < 6; guess += 1) await signIn(thief, other.email, 'wrong');
    expect((await signIn(thief, other.email)).status).toBe(429);
    await portal.db.write(
      system,
      ({ sql }) => sql`update users set security_version = security_version + 1 where id = ${userId}`,
    );
    const copied = browser('198.51.100.1');
    copied.cookies.set('portal_device', device);
    expect((await signIn(copied, email)).status).toBe(429);
  });

  it('goes by the database’s clock where the API’s own is wrong by hours or weeks', async () => {
    for (const off of [-13 * 3_600_000, 40 * 86_400_000]) {
      const { email, userId, secret } = await withTwoFactor(['administrator']);
      const code = codeAt(secret);
      try {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
        app = testApp({ db: portal.db, isProxied: true });
        const own = browser();
        await signIn(own, email);
        expect((await giveCode(own, code)).data).toEqual({ outcome: 'in' });
        expect((await own.ask('members.search', {})).status).toBe(200);
      } finally {
        vi.useRealTimers();
      }
      const [row] = await portal.owner`
        select expires_at - now() between interval '29 days' and interval '31 days' as "isLasting",
               now() - two_factor_at < interval '1 minute' as "isNow"
        from sessions where user_id = ${userId} order by created_at desc limit 1`;
      expect(row).toEqual({ isLasting: true, isNow: true });
      app = testApp({ db: portal.db, isProxied: true });
    }
  });
});

describe('a code given 12 hours ago', () => {
  async function withOldCode() {
    const person = await withTwoFactor(['administrator']);
    await portal.owner`
      update sessions set two_factor_at = now() - interval '12 hours' where user_id = ${person.userId}`;
    return person;
  }
  const needsOf = (error: { data: object } | undefined) => (error?.data as { needs?: string })?.needs;

  it('opens no staff procedure and no download, in a session that is kept for months as well', async () => {
    const { own } = await withOldCode();
    const forStaff = Object.entries(matrix).filter(
      ([, [allowed]]) => allowed !== 'everyone' && allowed !== 'account',
    );
    expect(forStaff.length).toBeGreaterThan(20);
    for (const [path, [, input]] of forStaff) {
      let answer = await own.ask(path, input);
      // A mutation answers a GET with 405.
      if (answer.status === 405) answer = await own.tell(path, input);
      expect([answer.status, needsOf(answer.error)], path).toEqual([403, 'code']);
    }
    for (const path of ['/api/audit/actions.csv', '/api/audit/changes.csv']) {
      const answer = await app.request(path, {
        headers: { Cookie: `portal_session=${own.cookies.get('portal_session')}` },
      });
      expect(answer.status, path).toBe(403);
    }
    expect((await own.ask('accounts.findMe')).data).toMatchObject({
      hasTwoFactor: true,
      hasGivenSecondFactor: false,
    });
  });

  it('is given again in the same session, which goes on under a new token', async () => {
    const { own, rightCode, secret, userId } = await withOldCode();
    const before = own.cookies.get('portal_session');
    expect(
      (await own.tell('signIn.renewSecondFactor', { code: wrongCode(secret) })).error?.data,
    ).toMatchObject({
      fields: [{ field: 'code' }],
    });
    expect((await own.ask('members.search', {})).status).toBe(403);
    expect((await own.tell('signIn.renewSecondFactor', { code: rightCode() })).status).toBe(200);
    expect((await own.ask('members.search', {})).status).toBe(200);
    expect(own.cookies.get('portal_session')).not.toBe(before);
    const sessions = await portal.owner`select id from sessions where user_id = ${userId}`;
    expect(sessions).toHaveLength(1);
  });

  it('is told apart from a second step that is not set up', async () => {
    const userId = await addMember(portal.db, { roles: ['administrator'] });
    const own = browser();
    own.cookies.set('portal_session', (await addSignedIn(portal.db, userId)).replace(/^\w+=/, ''));
    const answer = await own.ask('members.search', {});
    expect([answer.status, needsOf(answer.error)]).toEqual([403, 'two-factor']);
  });
});

describe('what changes the second step', () => {
  it.for([
    ['signIn.endTwoFactor', 'Two-step sign-in is off'],
    ['signIn.makeRecoveryCodes', 'You have new recovery codes'],
    ['signIn.beginTwoFactor', undefined],
  ] as const)('%s takes the password and a code', async ([path, subject]) => {
    const { own, email, secret, rightCode } = await withTwoFactor();
    for (const [input, field] of [
      [{ currentPassword: password }, 'code'],
      [{ currentPassword: password, code: wrongCode(secret) }, 'code'],
      [{ currentPassword: 'wrong', code: rightCode() }, 'currentPassword'],
      [{ code: rightCode() }, 'currentPassword'],
    ] as const) {
      const refused = await own.tell(path, input);
      expect(refused.status, JSON.stringify(input)).toBe(400);
      expect(refused.error?.data).toMatchObject({ fields: [{ field }] });
    }
    expect((await own.ask('accounts.findMe')).data).toMatchObject({ hasTwoFactor: true });
    expect((await own.tell(path, { currentPassword: password, code: rightCode() })).status).toBe(200);
    if (subject) expect(await subjectsTo(email)).toContain(subject);
  });

  it('an authenticator is replaced in two steps: until then the one of before works', async () => {
    const { own, email, userId, secret } = await withTwoFactor();
    const begun = (
      await own.tell('signIn.beginTwoFactor', { currentPassword: password, code: codeAt(secret) })
    ).data as { secret: string };
    await forgetUsed(userId);
    expect((await own.tell('signIn.confirmTwoFactor', { code: codeAt(secret) })).status).toBe(400);
    const elsewhere = browser('198.51.100.1');
    await signIn(elsewhere, email);
    expect((await giveCode(elsewhere, codeAt(secret))).data).toEqual({ outcome: 'in' });
    const done = await own.tell('signIn.confirmTwoFactor', { code: codeAt(begun.secret) });
    expect(done.status).toBe(200);
    // The other devices are signed out, and the old authenticator admits nobody.
    expect((await elsewhere.ask('accounts.findMe')).data).toBeNull();
    expect((await own.ask('accounts.findMe')).data).toMatchObject({ hasGivenSecondFactor: true });
    await forgetUsed(userId);
    await signIn(elsewhere, email);
    expect((await giveCode(elsewhere, codeAt(secret))).data).toEqual({ outcome: 'wrong' });
    expect((await giveCode(elsewhere, codeAt(begun.secret))).data).toEqual({ outcome: 'in' });
    expect(await subjectsTo(email)).toContain('Your authenticator app was replaced');
  });
});
