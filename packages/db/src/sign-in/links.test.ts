import { describe, expect, it, vi } from 'vitest';
import { changeEmail, takeNewAddress } from '../accounts/commands/change-email.ts';
import type { WriteTransaction } from '../engine/database.ts';
import type { LinkPurpose } from '../engine/letter.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { makeLink, takeLink } from './commands/links.ts';
import { setPassword } from './commands/password.ts';
import { endCopiedSession, endOneSession, forgetExpired, holdAccount } from './commands/sessions.ts';
import { listSessions } from './queries.ts';
import { accountsOf, portal, system } from './security-version.fixture.ts';

const testing = testDatabase();
const { begin, stateOf, account, leaveBehind } = accountsOf(testing);

describe('of two acts at once', () => {
  /** Runs `later` while `earlier` has acted and not committed yet, and until the one waits for the other. */
  async function race(
    earlier: (tx: WriteTransaction) => Promise<unknown>,
    later: () => Promise<unknown>,
  ): Promise<unknown> {
    const [acted, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = testing.db.write(system, async (tx) => {
      await earlier(tx);
      acted.resolve();
      await mayCommit.promise;
    });
    await acted.promise;
    const second = later().catch((error) => error);
    await vi.waitFor(async () => {
      const waiting = await testing.owner`
        select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted`;
      expect(waiting).toHaveLength(1);
    }, 10_000);
    mayCommit.resolve();
    await first;
    return second;
  }

  it('a link waits for a new password, and is void after it', async () => {
    const person = await account();
    const { userId } = person;
    const { links } = await leaveBehind(person);
    const token = links.find(([purpose]) => purpose === 'CHANGE_EMAIL')?.[1] ?? '';
    const answer = await race(
      (tx) => setPassword(tx, { userId, passwordHash: '$argon2id$new', portal }),
      () => testing.db.write(system, (tx) => takeNewAddress(tx, { token })),
    );
    expect(answer).toBeUndefined();
    const [row] = await testing.owner`select email::text from users where id = ${userId}`;
    expect(row?.email).toBe(person.email);
  });

  it('an act of a session waits for a new password, and is refused after it', async () => {
    const person = await account();
    const { userId } = person;
    const { id } = await begin(userId);
    const answer = await race(
      (tx) => setPassword(tx, { userId, passwordHash: '$argon2id$new', portal }),
      () =>
        testing.db.write(system, async (tx) => {
          await holdAccount(tx, { userId, sessionId: id });
          await changeEmail(tx, { userId, email: `thief.${userId}@example.net`, portal });
        }),
    );
    expect(String(answer)).toContain('You were signed out in the meantime');
    expect(await testing.owner`select from account_links where user_id = ${userId}`).toHaveLength(0);
  });
});

describe('links', () => {
  it('tell why they are not good', async () => {
    const { userId, email } = await account();
    const make = (purpose: LinkPurpose, to = email) =>
      testing.db.write(system, (tx) => makeLink(tx, { userId, purpose, email: to }));
    const replaced = await make('RESET_PASSWORD');
    const used = await make('RESET_PASSWORD');
    const dropped = await make('CHANGE_EMAIL', 'another@example.net');
    const [first, second] = [await make('CANCEL_CHANGE'), await make('CANCEL_CHANGE')];
    // Every letter about a change can cancel it.
    expect([(await stateOf(first))?.state, (await stateOf(second))?.state]).toEqual(['good', 'good']);
    await testing.db.write(system, (tx) => takeLink(tx, { token: used, purpose: 'RESET_PASSWORD' }));
    await testing.db.write(system, (tx) => endOneSession(tx, { userId, id: userId }));
    const expired = await make('RESET_PASSWORD');
    await testing.owner`
      update account_links set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
      where token_hash = ${hashSecret(expired)}`;
    await testing.owner`update users set security_version = security_version + 1 where id = ${userId}`;
    const states = await Promise.all([replaced, used, dropped, expired, first, 'unknown'].map(stateOf));
    expect(states.map((found) => found?.state)).toEqual([
      'replaced',
      'used',
      'replaced',
      'void',
      'void',
      undefined,
    ]);
  });

  it('that went to an address which the account has left are void', async () => {
    const { userId, email } = await account();
    const token = await testing.db.write(system, (tx) =>
      makeLink(tx, { userId, purpose: 'RESET_PASSWORD', email, securityVersion: 1_000 }),
    );
    // Even if the version said nothing: this link has the version that the account is going to have.
    await testing.owner`update users set email = 'left.' || email where id = ${userId}`;
    await testing.owner`update users set security_version = 1000 where id = ${userId}`;
    expect((await stateOf(token))?.state).toBe('void');
    expect(
      await testing.db.write(system, (tx) => takeLink(tx, { token, purpose: 'RESET_PASSWORD' })),
    ).toBeUndefined();
  });
});

it('a change under way ends with any session that is ended by name or by alarm', async () => {
  const person = await account();
  const { userId } = person;
  const change = () =>
    testing.db.write(system, (tx) =>
      makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email: `thief.${userId}@example.net` }),
    );
  const [one, two] = [await begin(userId), await begin(userId)];
  const first = await change();
  await testing.db.write(system, (tx) => endOneSession(tx, { userId, id: one.id }));
  expect((await stateOf(first))?.state).toBe('replaced');
  const second = await change();
  await testing.owner`
    insert into replaced_tokens (token_hash, session_id, answers_until) values (${hashSecret('old token')}, ${two.id}, now())`;
  expect(
    await testing.db.write(system, (tx) => endCopiedSession(tx, { tokenHash: hashSecret('old token') })),
  ).toBe(userId);
  expect((await stateOf(second))?.state).toBe('replaced');
});

it('a void session is not listed, and is deleted with the expired ones', async () => {
  const { userId } = await account();
  await begin(userId);
  await testing.owner`update users set security_version = security_version + 1 where id = ${userId}`;
  const current = await begin(userId);
  const listed = await testing.db.read({ kind: 'member', userId }, (tx) => listSessions(tx, { userId }));
  expect(listed.map(({ id }) => id)).toEqual([current.id]);
  await testing.db.write(system, forgetExpired);
  const kept = await testing.owner`select id from sessions where user_id = ${userId}`;
  expect(kept.map(({ id }) => id)).toEqual([current.id]);
});
