import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { systemActor } from '../../engine/actors.ts';
import type { Database, Transaction } from '../../engine/database.ts';
import { encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { users } from '../../members/tables.ts';
import { noteAccountEvent } from '../../sign-in/commands/account-events.ts';
import { randomBase32 } from '../../sign-in/commands/recovery-codes.ts';
import { findTwoFactor, twoFactorCell } from '../../sign-in/queries.ts';
import { twoFactorSecrets, userCredentials } from '../../sign-in/tables.ts';
import { type DemoAccount, demoAccounts } from './seed-demo.ts';

const system = systemActor('portal seed');

/**
 * Gives this password to the demo accounts that have none yet, and a second factor to staff. Returns the existing
 * demo accounts. For the embedded database only.
 */
export async function giveDemoAccess(
  db: Database,
  options: { passwordHash: string; keys: KeyRing },
): Promise<DemoAccount[]> {
  return db.write(system, async (tx) => {
    const { orm } = tx;
    const ids = demoAccounts.map(({ userId }) => userId);
    const there = await orm.select({ id: users.id }).from(users).where(inArray(users.id, ids));
    const known = demoAccounts.filter(({ userId }) => there.some(({ id }) => id === userId));
    for (const { userId, isStaff } of known) {
      await orm
        .update(users)
        .set({ emailVerifiedAt: sql`now()` })
        .where(and(eq(users.id, userId), isNull(users.emailVerifiedAt)));
      await orm
        .insert(userCredentials)
        .values({ userId, passwordHash: options.passwordHash })
        .onConflictDoNothing({ target: userCredentials.userId });
      if (!isStaff) continue;
      const encryptedSecret = encrypt(options.keys, twoFactorCell(userId), randomBase32(32));
      const added = await orm
        .insert(twoFactorSecrets)
        .values({ userId, encryptedSecret, confirmedAt: sql`now()` })
        .onConflictDoNothing({ target: twoFactorSecrets.userId });
      if (added.count > 0) await noteAccountEvent(tx, { userId, kind: 'TWO_FACTOR_ON' });
    }
    return known;
  });
}

/** The secrets of the demo staff's authenticators. For the embedded database only. */
export async function readDemoSecrets(
  tx: Transaction,
  keys: KeyRing,
): Promise<{ email: string; secret: string }[]> {
  const secrets: { email: string; secret: string }[] = [];
  for (const { email, userId } of demoAccounts) {
    const known = await findTwoFactor(tx, keys, { userId });
    if (known) secrets.push({ email, secret: known.secret });
  }
  return secrets;
}
