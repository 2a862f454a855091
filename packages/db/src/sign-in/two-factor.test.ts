import { expect, it } from 'vitest';
import { systemActor } from '../engine/actors.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { makeKey, readKeyRing } from '../engine/secrets/key-ring.ts';
import { addMember } from '../members/factory.ts';
import { rotateKeys } from '../tools/cli/rotate-keys.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import {
  hashRecoveryCode,
  makeRecoveryCodes,
  renewRecoveryCodes,
  takeRecoveryCode,
} from './commands/recovery-codes.ts';
import {
  beginTwoFactor,
  confirmReplacement,
  confirmTwoFactor,
  noteRefusedCode,
  useStep,
} from './commands/two-factor.ts';
import { securityVersionOf } from './factory.ts';
import { findTwoFactor } from './queries.ts';

const testing = testDatabase();
const system = systemActor('accounts');
const portal = 'https://portal.example.org';

const find = (userId: string, ring = testKeys) =>
  testing.db.read(system, (tx) => findTwoFactor(tx, ring, { userId }));
const begin = (userId: string, secret: string, ring = testKeys) =>
  testing.db.write(system, (tx) => beginTwoFactor(tx, ring, { userId, secret }));
const useCode = (userId: string, step: number, begunAt?: Date) =>
  testing.db.write(system, (tx) => useStep(tx, { userId, step, begunAt }));
const version = (userId: string) => testing.db.write(system, (tx) => securityVersionOf(tx, userId));
const subjectsTo = async (userId: string) => {
  const rows = await testing.owner`
    select subject from mails m join users u on u.email = m.recipient where u.id = ${userId} order by m.id`;
  return rows.map(({ subject }) => subject);
};
const kindsOf = async (userId: string) => {
  const rows = await testing.owner`select kind from account_events where user_id = ${userId} order by id`;
  return rows.map(({ kind }) => kind);
};

/** A member whose second factor is on. */
async function withTwoFactor() {
  const userId = await addMember(testing.db);
  await begin(userId, 'GEZDGNBV');
  const { codes, hashes } = await makeRecoveryCodes(userId);
  await testing.db.write(system, (tx) => confirmTwoFactor(tx, { userId, step: 100, hashes }));
  const take = async (code: string, begunAt?: Date) => {
    const codeHash = await hashRecoveryCode(userId, code);
    return testing.db.write(system, (tx) => takeRecoveryCode(tx, { userId, codeHash, begunAt, portal }));
  };
  return { userId, codes, take };
}

it('a secret stays the same under a new key, and each code works once', async () => {
  const userId = await addMember(testing.db);
  const key = makeKey();
  const ring = readKeyRing(key);
  await begin(userId, 'GEZDGNBV', ring);
  expect(await find(userId, ring)).toMatchObject({ secret: 'GEZDGNBV', isConfirmed: false });
  const next = readKeyRing(`${makeKey()},${key}`);
  expect(await rotateKeys({ db: testing.db, ring: next })).toMatchObject({ rotated: 1, unreadable: [] });
  expect(await rotateKeys({ db: testing.db, ring: next })).toMatchObject({ rotated: 0 });
  expect(await find(userId, next)).toMatchObject({ secret: 'GEZDGNBV' });
  // A secret that no code has confirmed admits nobody.
  expect(await useCode(userId, 1)).toBe(false);
  await testing.db.write(system, (tx) =>
    confirmTwoFactor(tx, { userId, step: 100, hashes: [hashSecret('a')] }),
  );
  const at101 = await Promise.all([101, 101, 101].map((step) => useCode(userId, step)));
  expect([await useCode(userId, 100), at101.filter(Boolean).length, await useCode(userId, 102)]).toEqual([
    false,
    1,
    true,
  ]);
});

it('a recovery code has 100 bits, works once, and is told by letter and event', async () => {
  const { userId, codes, take } = await withTwoFactor();
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{20}$/);
  const stored = await testing.owner`select code_hash from recovery_codes where user_id = ${userId}`;
  const quick = codes.map((code) => hashSecret(code));
  expect(stored.some(({ code_hash }) => quick.includes(String(code_hash)))).toBe(false);
  // Another account's hash of the same code is another.
  expect(await hashRecoveryCode(userId, codes[0] ?? '')).not.toBe(
    await hashRecoveryCode(await addMember(testing.db), codes[0] ?? ''),
  );
  const eight = await Promise.all(Array.from({ length: 8 }, () => take(codes[0] ?? '')));
  expect(eight.filter(Boolean)).toHaveLength(1);
  expect(await subjectsTo(userId)).toEqual(['Two-step sign-in is on', 'A recovery code was used']);
  expect(await kindsOf(userId)).toEqual(['TWO_FACTOR_ON', 'RECOVERY_CODE_USED']);
});

it('a code of before the slow hash still works, until new codes take its place', async () => {
  const { userId, take } = await withTwoFactor();
  const old = 'ABCDEFGH23';
  await testing.db.write(
    system,
    ({ sql }) => sql`insert into recovery_codes (user_id, code_hash) values (${userId}, ${hashSecret(old)})`,
  );
  const { codes, hashes } = await makeRecoveryCodes(userId);
  expect(await take(old)).toBe(true);
  await testing.db.write(system, (tx) => renewRecoveryCodes(tx, { userId, hashes, portal }));
  expect(await take(old)).toBe(false);
  expect(await take(codes[9] ?? '')).toBe(true);
  expect(await subjectsTo(userId)).toContain('You have new recovery codes');
  expect(await kindsOf(userId)).toContain('RECOVERY_CODES_MADE');
});

it('the third wrong code in a row is told by letter, then every tenth, until a correct one', async () => {
  const { userId } = await withTwoFactor();
  const refuse = async (times: number) => {
    for (let at = 0; at < times; at += 1) {
      await testing.db.write(system, (tx) => noteRefusedCode(tx, { userId, portal, address: '203.0.113.9' }));
    }
    const told = await subjectsTo(userId);
    return told.filter((subject) => subject === 'Someone entered wrong sign-in codes').length;
  };
  expect([await refuse(2), await refuse(1), await refuse(9), await refuse(1)]).toEqual([0, 1, 1, 2]);
  expect(await useCode(userId, 101)).toBe(true);
  expect([await refuse(2), await refuse(1)]).toEqual([2, 3]);
  expect((await kindsOf(userId)).filter((kind) => kind === 'CODE_REFUSED')).toHaveLength(16);
});

it('a code is too late ten minutes after the password, by the clock of the statement that takes it', async () => {
  const { userId, codes, take } = await withTwoFactor();
  const [row] =
    await testing.owner`select now() - interval '9 minutes' as soon, now() - interval '10 minutes' as late`;
  expect(await useCode(userId, 101, row?.late)).toBe(false);
  expect(await take(codes[0] ?? '', row?.late)).toBe(false);
  expect(await useCode(userId, 101, row?.soon)).toBe(true);
  expect(await take(codes[0] ?? '', row?.soon)).toBe(true);
});

it('an authenticator is replaced while it goes on working, with new recovery codes and a new security version', async () => {
  const { userId, codes, take } = await withTwoFactor();
  await begin(userId, 'ORSXG5A=');
  expect(await find(userId)).toMatchObject({
    secret: 'GEZDGNBV',
    isConfirmed: true,
    replacement: 'ORSXG5A=',
  });
  expect(await useCode(userId, 101)).toBe(true);
  const { hashes } = await makeRecoveryCodes(userId);
  const confirm = () =>
    testing.db.write(system, (tx) => confirmReplacement(tx, { userId, step: 102, hashes, portal }));
  const before = await version(userId);
  // A code shown a quarter of an hour ago is worth nothing.
  await testing.owner`update two_factor_secrets set replacement_at = now() - interval '15 minutes' where user_id = ${userId}`;
  expect(await confirm()).toBeUndefined();
  await begin(userId, 'ORSXG5A=');
  const both = await Promise.all([confirm(), confirm()]);
  expect(both.filter((done) => done !== undefined)).toEqual([before + 1]);
  expect(await find(userId)).toMatchObject({ secret: 'ORSXG5A=', isConfirmed: true, replacement: undefined });
  expect(await take(codes[0] ?? '')).toBe(false);
  expect(await subjectsTo(userId)).toContain('Your authenticator app was replaced');
  expect(await kindsOf(userId)).toContain('AUTHENTICATOR_REPLACED');
});
