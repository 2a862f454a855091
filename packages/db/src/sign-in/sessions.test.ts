import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { addMember } from '../members/factory.ts';
import { grantRole, setRolePermissions } from '../roles/commands.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addSession,
  endSession,
  extendSession,
  renewSecondFactor,
  rotateSession,
  touchSession,
} from './commands/sessions.ts';
import { endTwoFactor } from './commands/two-factor.ts';
import { securityVersionOf } from './factory.ts';
import { findSession, listSessions } from './queries.ts';

const testing = testDatabase();
const system: Actor = { kind: 'system', name: 'accounts' };

let made = 0;
async function begin(
  userId: string,
  more: { twoFactorAt?: Date | 'now'; isKept?: boolean } = {},
): Promise<string> {
  made += 1;
  const tokenHash = hashSecret(`session ${made}`);
  await testing.db.write(system, async (tx) =>
    addSession(tx, {
      tokenHash,
      userId,
      lastsSeconds: 10_000,
      isKept: true,
      twoFactorAt: null,
      ...more,
      address: '203.0.113.9',
      securityVersion: await securityVersionOf(tx, userId),
    }),
  );
  return tokenHash;
}
const find = (tokenHash: string) => testing.db.read(system, (tx) => findSession(tx, { tokenHash }));
const list = (userId: string) =>
  testing.db.read({ kind: 'member', userId }, (tx) => listSessions(tx, { userId }));
const rotate = (tokenHash: string, newHash: string) =>
  testing.db.write(system, (tx) => rotateSession(tx, { tokenHash, newHash }));

it('staff who may edit accounts see where a member is signed in, and others see nothing', async () => {
  const userId = await addMember(testing.db);
  await begin(userId);
  await begin(userId);
  const seenBy = async (role: string) => {
    const actor: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: [role] }) };
    return testing.db.read(actor, (tx) => listSessions(tx, { userId }));
  };
  expect(await seenBy('membership_manager')).toHaveLength(2);
  expect(await seenBy('auditor')).toEqual([]);
});

it('a session gets a new token when a role or its permissions change, from one of several requests', async () => {
  const administrator: Actor = {
    kind: 'staff',
    userId: await addMember(testing.db, { roles: ['administrator'] }),
  };
  const userId = await addMember(testing.db);
  const [old, bystanders] = [await begin(userId), await begin(await addMember(testing.db))];
  expect(await rotate(old, hashSecret('too early'))).toBe(false);
  await testing.db.write(administrator, (tx) =>
    grantRole(tx, { userId, roleCode: 'auditor', reason: 'Year’s end.' }),
  );
  expect((await find(old))?.session.rotation).toBe('DUE');
  expect((await find(bystanders))?.session.rotation).toBeNull();
  const hashes = ['one', 'two', 'three'].map(hashSecret);
  const turned = await Promise.all(hashes.map((newHash) => rotate(old, newHash)));
  expect(turned.filter(Boolean)).toHaveLength(1);
  const current = hashes[turned.indexOf(true)] ?? '';
  expect((await find(current))?.session.rotation).toBeNull();
  // Requests sent with the old token are still answered for a few seconds, and the old token cannot be extended.
  const before = await find(old);
  expect(before?.session.rotation).toBe('DONE');
  expect(before?.session.expiresAt.getTime()).toBeLessThan(Date.now() + 31_000);
  await testing.db.write(system, (tx) => extendSession(tx, { tokenHash: old, lastsSeconds: 1e6 }));
  expect((await find(old))?.session.expiresAt).toEqual(before?.session.expiresAt);
  expect(await list(userId)).toHaveLength(1);
  await testing.db.write(administrator, (tx) =>
    setRolePermissions(tx, { roleCode: 'auditor', permissions: ['audit.read'], reason: 'Less.' }),
  );
  expect((await find(current))?.session.rotation).toBe('DUE');
  // Once the session has ended, neither token works.
  await testing.db.write(system, (tx) => endSession(tx, { tokenHash: current }));
  expect([await find(current), await find(old)]).toEqual([undefined, undefined]);
});

it('a session shows where and when it was last used', async () => {
  const userId = await addMember(testing.db);
  const tokenHash = await begin(userId);
  await testing.owner`update sessions set last_seen_at = now() - interval '1 day' where token_hash = ${tokenHash}`;
  await testing.db.write(system, (tx) => touchSession(tx, { tokenHash, address: '203.0.113.77' }));
  const [row] = await list(userId);
  expect(row).toMatchObject({ address: '203.0.113.9', lastAddress: '203.0.113.77' });
  expect(row?.lastSeenAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

it('a session loses its second factor once two-step sign-in is turned off', async () => {
  const userId = await addMember(testing.db);
  const tokenHash = await begin(userId, { twoFactorAt: 'now' });
  expect((await find(tokenHash))?.session.twoFactorAt).toBeInstanceOf(Date);
  const exceptId = (await find(tokenHash))?.session.id ?? '';
  await testing.db.write(system, (tx) => endTwoFactor(tx, { userId, exceptId }));
  expect((await find(tokenHash))?.session.twoFactorAt).toBeNull();
});

it('a code counts for 12 hours by the database’s clock, and the answer is good no longer than that', async () => {
  const userId = await addMember(testing.db);
  const tokenHash = await begin(userId, { twoFactorAt: 'now' });
  const given = async (ago: string) => {
    await testing.owner`update sessions set two_factor_at = now() - ${ago}::interval where token_hash = ${tokenHash}`;
    const found = await find(tokenHash);
    const left = found && (found.goodUntil.getTime() - found.askedAt.getTime()) / 1000;
    return [found?.session.hasRecentSecondFactor, left && Math.round(left)];
  };
  expect(await given('0 s')).toEqual([true, 60]);
  expect(await given('11 hours 59 minutes 50 seconds')).toEqual([true, 10]);
  expect(await given('12 hours')).toEqual([false, 60]);
  expect(await given('200 days')).toEqual([false, 60]);
  await testing.db.write(system, async (tx) => {
    const id = (await findSession(tx, { tokenHash }))?.session.id ?? '';
    await renewSecondFactor(tx, { userId, id });
  });
  expect((await find(tokenHash))?.session).toMatchObject({ hasRecentSecondFactor: true, rotation: 'DUE' });
});

it('a session ends at an age, however much it is used: 180 days where it is kept, else 24 hours', async () => {
  for (const [isKept, age, left] of [
    [true, '179 days 23 hours', 3_600],
    [false, '23 hours', 3_600],
    [true, '10 days', 10_000],
    [false, '1 hour', 10_000],
  ] as const) {
    const tokenHash = await begin(await addMember(testing.db), { isKept });
    await testing.owner`update sessions set created_at = now() - ${age}::interval where token_hash = ${tokenHash}`;
    await testing.db.write(system, (tx) => extendSession(tx, { tokenHash, lastsSeconds: 10_000 }));
    const found = await find(tokenHash);
    expect(
      found && Math.round((found.session.expiresAt.getTime() - found.askedAt.getTime()) / 1000),
      age,
    ).toBe(left);
    // A row from before there was such a rule.
    await testing.owner`
      update sessions set created_at = now() - ${isKept ? '180 days' : '24 hours'}::interval,
                          expires_at = now() + interval '1 day'
      where token_hash = ${tokenHash}`;
    expect(await find(tokenHash), age).toBeUndefined();
  }
});
