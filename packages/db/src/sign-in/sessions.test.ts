import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { grantRole, setRolePermissions } from '../roles/commands.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { hashSecret } from './commands/links.ts';
import { addSession, endSession, extendSession, rotateSession, touchSession } from './commands/sessions.ts';
import { endTwoFactor } from './commands/two-factor.ts';
import { securityVersionOf } from './factory.ts';
import { findSession, listSessions } from './queries.ts';

const testing = testDatabase();
const system: Actor = { kind: 'system', name: 'accounts' };

let made = 0;
async function begin(userId: string, twoFactorAt: Date | null = null): Promise<string> {
  made += 1;
  const tokenHash = hashSecret(`session ${made}`);
  const expiresAt = new Date(Date.now() + 1e7);
  await testing.db.write(system, async (tx) =>
    addSession(tx, {
      tokenHash,
      userId,
      expiresAt,
      isKept: true,
      twoFactorAt,
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
  await testing.db.write(system, (tx) =>
    extendSession(tx, { tokenHash: old, expiresAt: new Date(Date.now() + 1e9) }),
  );
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
  const tokenHash = await begin(userId, new Date());
  expect((await find(tokenHash))?.session.twoFactorAt).toBeInstanceOf(Date);
  const exceptId = (await find(tokenHash))?.session.id ?? '';
  await testing.db.write(system, (tx) => endTwoFactor(tx, { userId, exceptId }));
  expect((await find(tokenHash))?.session.twoFactorAt).toBeNull();
});
