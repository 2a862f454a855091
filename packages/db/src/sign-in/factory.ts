import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database, WriteTransaction } from '../engine/database.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { users } from '../members/tables.ts';
import { system } from '../tools/testing/sample.ts';
import { addSession } from './commands/sessions.ts';

/** Signs a person in, and returns the cookie that their browser sends. */
export async function addSignedIn(
  db: Database,
  userId: string,
  { hasSecondStep = false }: { hasSecondStep?: boolean } = {},
): Promise<string> {
  // The portal's form of a token: random characters, then the account.
  const token = `k${randomBytes(20).toString('hex')}${userId.replaceAll('-', '')}`;
  await db.write(system, async (tx) =>
    addSession(tx, {
      tokenHash: hashSecret(token),
      userId,
      lastsSeconds: 29 * 86_400,
      isKept: true,
      twoFactorAt: hasSecondStep ? 'now' : null,
      securityVersion: await securityVersionOf(tx, userId),
    }),
  );
  return `portal_session=${token}`;
}

/** The present security version of an account. */
export async function securityVersionOf({ orm }: WriteTransaction, userId: string): Promise<number> {
  const [account] = await orm
    .select({ securityVersion: users.securityVersion })
    .from(users)
    .where(eq(users.id, userId));
  return account?.securityVersion ?? 0;
}
