import { systemActor } from '../engine/actors.ts';
import { type LinkPurpose, linkPurposes } from '../engine/letter.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { addMember } from '../members/factory.ts';
import type { TestDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { makeLink, takeLink } from './commands/links.ts';
import { setPassword } from './commands/password.ts';
import { addSession, holdAccount } from './commands/sessions.ts';
import { beginTwoFactor, confirmTwoFactor } from './commands/two-factor.ts';
import { securityVersionOf } from './factory.ts';
import { findLink, findSession } from './queries.ts';

export const system = systemActor('test');
export const portal = 'https://portal.example.org';
export const passwordHash = '$argon2id$test';

let made = 0;

const isDone = (act: Promise<unknown>) =>
  act.then(
    () => true,
    () => false,
  );

/** Accounts in a test's database, and what somebody who is in one can leave behind there. */
export function accountsOf(testing: TestDatabase) {
  const write: TestDatabase['db']['write'] = (...args) => testing.db.write(...args);
  const read: TestDatabase['db']['read'] = (...args) => testing.db.read(...args);

  /** Begins a session with the account's present version, or with an earlier one. */
  async function begin(userId: string, securityVersion?: number): Promise<{ tokenHash: string; id: string }> {
    made += 1;
    const tokenHash = hashSecret(`session ${made}`);
    await write(system, async (tx) => {
      const version = securityVersion ?? (await securityVersionOf(tx, userId));
      await addSession(tx, {
        tokenHash,
        userId,
        lastsSeconds: 3_600,
        isKept: true,
        twoFactorAt: null,
        securityVersion: version,
      });
    });
    const found = await find(tokenHash);
    return { tokenHash, id: found?.session.id ?? '' };
  }
  const find = (tokenHash: string) => read(system, (tx) => findSession(tx, { tokenHash }));
  const versionOf = (userId: string) => write(system, (tx) => securityVersionOf(tx, userId));
  const stateOf = (token: string) => read(system, (tx) => findLink(tx, { tokenHash: hashSecret(token) }));

  /** An account with a password, and with the second step if `isOn`. */
  async function account(isOn = false): Promise<{ userId: string; email: string }> {
    const userId = await addMember(testing.db);
    await write(system, async (tx) => {
      await setPassword(tx, { userId, passwordHash, portal });
      if (!isOn) return;
      await beginTwoFactor(tx, testKeys, { userId, secret: 'GEZDGNBV' });
      await confirmTwoFactor(tx, { userId, step: 1, hashes: [hashSecret('code')] });
    });
    return { userId, email: `${userId}@example.org` };
  }

  /** Everything that somebody in an account can leave behind: a session, every kind of link, a sign-in under way. */
  async function leaveBehind({ userId, email }: { userId: string; email: string }) {
    const session = await begin(userId);
    const links = await write(system, async (tx) => {
      const tokens: [purpose: LinkPurpose, token: string][] = [];
      for (const purpose of linkPurposes) {
        const to = purpose === 'CHANGE_EMAIL' ? `thief.${userId}@example.net` : email;
        tokens.push([purpose, await makeLink(tx, { userId, purpose, email: to })]);
      }
      return tokens;
    });
    return { session, links, securityVersion: await versionOf(userId) };
  }

  /** The parts of what was left behind that still work. */
  async function worksStill(
    userId: string,
    left: Awaited<ReturnType<typeof leaveBehind>>,
  ): Promise<string[]> {
    const works: string[] = [];
    if (await find(left.session.tokenHash)) works.push('session');
    const held = write(system, (tx) => holdAccount(tx, { userId, sessionId: left.session.id }));
    if (await isDone(held)) works.push('an act of the session');
    for (const [purpose, token] of left.links) {
      if ((await stateOf(token))?.state === 'good') works.push(`${purpose} looks good`);
      if (await write(system, (tx) => takeLink(tx, { token, purpose }))) works.push(purpose);
    }
    if (await isDone(begin(userId, left.securityVersion))) works.push('sign-in under way');
    return works;
  }

  return { begin, find, versionOf, stateOf, account, leaveBehind, worksStill };
}
