import { encrypt } from '../engine/secrets/cipher.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { makeLink } from './commands/links.ts';
import { addSignedIn } from './factory.ts';
import {
  countRecoveryCodes,
  findCredentials,
  findEmailChange,
  findLink,
  findSession,
  findTwoFactor,
  isHalfWay,
  isTokenReplaced,
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
    await sql`insert into email_changes (user_id, email, security_version)
      select id, 'new@example.org', security_version from users where id = ${userId}`;
    // A role that ends.
    await sql`
      insert into user_roles (user_id, role_code, expires_at) values (${userId}, 'support', now() + interval '1 day')`;
  });
  const email = `${userId}@example.org`;
  const withoutFirm = await addMember(db);
  const links = await db.write(system, async (tx) => [
    await makeLink(tx, { userId, purpose: 'RESET_PASSWORD', email }),
    await makeLink(tx, { userId: administrator.userId, purpose: 'RESET_PASSWORD', email }),
    await makeLink(tx, { userId: withoutFirm, purpose: 'RESET_PASSWORD', email }),
  ]);
  await addSignedIn(db, userId);
  await addSignedIn(db, administrator.userId);
  const tokenOf = (id: string) => find(`select token_hash from sessions where user_id = '${id}'`);
  const [own, staff] = [await tokenOf(userId), await tokenOf(administrator.userId)];
  // The member's browser has a newer token, and this one answers a little longer.
  await db.write(
    system,
    ({ sql }) => sql`
    insert into replaced_tokens (token_hash, session_id, answers_until)
    select ${hashSecret('old')}, id, now() + interval '1 minute' from sessions where token_hash = ${own}`,
  );
  return {
    findSession: [
      [system, (tx) => findSession(tx, { tokenHash: hashSecret('old') })],
      [system, (tx) => findSession(tx, { tokenHash: own })],
      [system, (tx) => findSession(tx, { tokenHash: staff })],
    ],
    isTokenReplaced: [[system, (tx) => isTokenReplaced(tx, { tokenHash: own })]],
    findLink: links.map(
      (token): QueryRun => [system, (tx) => findLink(tx, { tokenHash: hashSecret(token) })],
    ),
    listSessions: [[member, (tx) => listSessions(tx, { userId })]],
    findCredentials: [
      [system, (tx) => findCredentials(tx, { userId })],
      [system, (tx) => findCredentials(tx, { email: 'nobody@example.org' })],
    ],
    findEmailChange: [[member, findEmailChange]],
    findTwoFactor: [userId, administrator.userId].map((one) => [
      system,
      (tx) => findTwoFactor(tx, testKeys, { userId: one }),
    ]),
    isHalfWay: [[system, (tx) => isHalfWay(tx, { begunAt: new Date() })]],
    countRecoveryCodes: [[system, (tx) => countRecoveryCodes(tx, { userId })]],
  };
}
