import type { Actor } from '@namc/db';
import { hashSecret } from '@namc/db/hash-secret';
import { addMember } from '@namc/db/members/factory';
import { setPassword } from '@namc/db/sign-in/commands/password';
import { endOneSession } from '@namc/db/sign-in/commands/sessions';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { matrix } from '../access.fixture.ts';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import { appRouter } from '../router.ts';
import { codeAt } from './authenticator.ts';
import { openBrowser } from './browser.fixture.ts';
import { hashPassword } from './passwords.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const origin = 'https://portal.example.org';
const words = 'a rather long password';
let app: App;
let passwordHash = '';

beforeAll(async () => {
  app = testApp({ db: portal.db });
  passwordHash = await hashPassword(words);
});

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, inputs } = (procedure as unknown as { _def: { type: string; inputs: z.ZodType[] } })._def;
  return { path, type, input: inputs[0] };
});
const mutations = procedures.filter(({ type }) => type === 'mutation');

async function newPerson(): Promise<{ userId: string; email: string }> {
  const userId = await addMember(portal.db);
  await setWords(userId);
  return { userId, email: `${userId}@example.org` };
}
const setWords = (userId: string) =>
  portal.db.write(system, (tx) => setPassword(tx, { userId, passwordHash, portal: origin }));

describe('a sign-in that lacks its second step', () => {
  /** A browser that gave the right password of an account with the second step, and the authenticator's secret. */
  async function halfWay() {
    const { userId, email } = await newPerson();
    const own = openBrowser(app);
    await own.tell('signIn.begin', { email, password: words });
    const begun = await own.tell('signIn.beginTwoFactor', { currentPassword: words });
    const { secret } = begun.data as { secret: string };
    await own.tell('signIn.confirmTwoFactor', { code: codeAt(secret) });
    await portal.owner`update two_factor_secrets set last_used_step = null where user_id = ${userId}`;
    const half = openBrowser(app);
    expect((await half.tell('signIn.begin', { email, password: words })).data).toEqual({
      outcome: 'second-factor',
    });
    return { userId, half, code: codeAt(secret) };
  }

  it('goes on with the right code', async () => {
    const { half, code } = await halfWay();
    expect((await half.tell('signIn.giveSecondFactor', { code })).data).toEqual({ outcome: 'in' });
  });

  it.for([
    [
      'a new password',
      (userId: string) =>
        portal.db.write(system, (tx) =>
          setPassword(tx, { userId, passwordHash: '$argon2id$new', portal: origin }),
        ),
    ],
    [
      'a suspension',
      (userId: string) => portal.owner`update users set status = 'SUSPENDED' where id = ${userId}`,
    ],
  ] as const)('is over after %s', async ([, act]) => {
    const { userId, half, code } = await halfWay();
    await act(userId);
    expect((await half.tell('signIn.giveSecondFactor', { code })).data).toEqual({ outcome: 'expired' });
    expect(half.cookies.get('portal_session')).toBeUndefined();
  });
});

it('a copy of the very session that signs out everywhere else is signed out too', async () => {
  const { email } = await newPerson();
  const own = openBrowser(app);
  await own.tell('signIn.begin', { email, password: words });
  const copy = openBrowser(app);
  for (const [name, value] of own.cookies) copy.cookies.set(name, value);
  await own.tell('signIn.endOtherSessions');
  expect((await own.ask('accounts.findMe')).data).toMatchObject({ email });
  expect((await copy.ask('accounts.findMe')).data).toBeNull();
});

describe('a request whose session ended on its way', () => {
  /** Acts that change nothing of the way into the account, or end what has ended. */
  const harmless = ['signIn.signOut', 'accounts.changeProfile'];
  const acts = mutations.filter(
    ({ path }) =>
      /^(accounts|signIn)\./.test(path) && matrix[path]?.[0] === 'account' && !harmless.includes(path),
  );

  it.for(acts.map(({ path }) => path))('%s changes nothing', async (path) => {
    const { userId } = await newPerson();
    const own = openBrowser(app);
    const [, name = '', value = ''] = /^(\w+)=(\w+)/.exec(await addSignedIn(portal.db, userId)) ?? [];
    own.cookies.set(name, value);
    // Without the second step no code can be right, so that such acts end before they come to the session.
    const input = { ...matrix[path]?.[1], currentPassword: words };
    const state = () => portal.owner`
      select u.security_version, u.email, u.status, c.password_hash,
        (select count(*)::int from account_links l where l.user_id = u.id) as links,
        (select count(*)::int from two_factor_secrets t where t.user_id = u.id) as secrets,
        (select count(*)::int from recovery_codes r where r.user_id = u.id) as codes
      from users u left join user_credentials c on c.user_id = u.id where u.id = ${userId}`;
    // The session ends once the request has been let in, right before its write.
    const [row] = await portal.owner`select id from sessions where token_hash = ${hashSecret(value)}`;
    const before = await state();
    const gate = testApp({
      db: {
        ...portal.db,
        write: async (...args: Parameters<typeof portal.db.write>) => {
          await portal.db.write(system, (tx) => endOneSession(tx, { userId, id: String(row?.id) }));
          return portal.db.write(...args);
        },
      } as typeof portal.db,
    });
    const answer = await gate.request(`/trpc/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: `${name}=${value}` },
      body: JSON.stringify(input),
    });
    expect([400, 412]).toContain(answer.status);
    expect(await state()).toEqual(before);
  });
});

describe('a change is answered whole', () => {
  it.for(mutations.map(({ path }) => path))('%s refuses to be streamed', async (path) => {
    for (const header of ['trpc-accept', 'accept']) {
      const answer = await app.request(`/trpc/${path}?batch=1`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [header]: 'application/jsonl' },
        body: JSON.stringify({ 0: matrix[path]?.[1] ?? {} }),
      });
      expect(answer.status).toBe(406);
    }
  });

  it('so that a sign-in in a batch sets its cookie or makes no session', async () => {
    const { userId, email } = await newPerson();
    const tell = (headers: Record<string, string>) =>
      app.request('/trpc/signIn.begin,signIn.begin?batch=1', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ 0: { email, password: words }, 1: { email, password: 'not this one' } }),
      });
    await tell({ 'trpc-accept': 'application/jsonl' });
    expect(await portal.owner`select from sessions where user_id = ${userId}`).toHaveLength(0);
    const whole = await tell({});
    expect(whole.headers.getSetCookie().join()).toContain('portal_session=');
    expect(await portal.owner`select from sessions where user_id = ${userId}`).toHaveLength(1);
  });

  it('and a question may be streamed', async () => {
    const answer = await app.request('/trpc/accounts.findMe?batch=1&input=%7B%7D', {
      headers: { 'trpc-accept': 'application/jsonl' },
    });
    expect(answer.status).toBe(200);
  });
});

it('no question carries a secret, because a question travels in an address', () => {
  const secretWords = /token|password|code$|secret/i;
  const telling = procedures
    .filter(({ type }) => type === 'query')
    .flatMap(({ path, input }) =>
      input
        ? Object.keys(
            (z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }).properties ?? {}) as object,
          )
            .filter((name) => secretWords.test(name) && !['roleCode', 'tierCode', 'zipCode'].includes(name))
            .map((name) => `${path}: ${name}`)
        : [],
    );
  expect(telling).toEqual([]);
});
