import { encrypt } from '../engine/secrets/cipher.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { addSignedIn } from './factory.ts';
import {
  countRecoveryCodes,
  findCredentials,
  findSession,
  findTwoFactor,
  isHalfWay,
  listSessions,
  twoFactorCell,
} from './queries.ts';

export async function queryRuns({
  db,
  member,
  administrator,
  system,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const secret = encrypt(testKeys, twoFactorCell(userId), 'JBSWY3DPEHPK3PXP');
  const staffSecret = encrypt(testKeys, twoFactorCell(administrator.userId), 'JBSWY3DPEHPK3PXP');
  await db.write(system, async ({ sql }) => {
    await sql`insert into user_credentials (user_id, password_hash) values (${userId}, '$argon2id$test') on conflict do nothing`;
    await sql`insert into two_factor_secrets (user_id, encrypted_secret) values (${userId}, ${secret})`;
    await sql`
      insert into two_factor_secrets (user_id, encrypted_secret, confirmed_at, encrypted_replacement, replacement_at)
      values (${administrator.userId}, ${staffSecret}, now(), ${staffSecret}, now())`;
    // A role that ends.
    await sql`
      insert into user_roles (user_id, role_code, expires_at) values (${userId}, 'support', now() + interval '1 day')`;
  });
  await addSignedIn(db, userId);
  await addSignedIn(db, administrator.userId);
  const tokenOf = (id: string) => find(`select token_hash from sessions where user_id = '${id}'`);
  const [own, staff] = [await tokenOf(userId), await tokenOf(administrator.userId)];
  return {
    findSession: [
      [system, (tx) => findSession(tx, { tokenHash: own })],
      [system, (tx) => findSession(tx, { tokenHash: staff })],
    ],
    listSessions: [[member, (tx) => listSessions(tx, { userId })]],
    findCredentials: [[system, (tx) => findCredentials(tx, { userId })]],
    findTwoFactor: [userId, administrator.userId].map((one) => [
      system,
      (tx) => findTwoFactor(tx, testKeys, { userId: one }),
    ]),
    isHalfWay: [[system, (tx) => isHalfWay(tx, { begunAt: new Date() })]],
    countRecoveryCodes: [[system, (tx) => countRecoveryCodes(tx, { userId })]],
  };
}
