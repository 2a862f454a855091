import type { Actor, Database, Transaction } from '../../engine/database.ts';
import { encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { noteAccountEvent } from '../../sign-in/commands/account-events.ts';
import { randomBase32 } from '../../sign-in/commands/two-factor.ts';
import { findTwoFactor, twoFactorCell } from '../../sign-in/queries.ts';
import { demoAccounts } from './seed-demo.ts';

const system: Actor = { kind: 'system', name: 'portal seed' };

/**
 * Gives this password to the demo accounts that have none yet, and a second factor to staff. Returns the existing
 * demo accounts. For the embedded database only.
 */
export async function giveDemoAccess(
  db: Database,
  options: { passwordHash: string; keys: KeyRing },
): Promise<typeof demoAccounts> {
  return db.write(system, async (tx) => {
    const { sql } = tx;
    const there = await sql<{ id: string }[]>`
      select id from users where id = any (${demoAccounts.map(({ userId }) => userId)}::uuid[])`;
    const found = demoAccounts.filter(({ userId }) => there.some(({ id }) => id === userId));
    for (const { userId, role } of found) {
      await sql`update users set email_verified_at = now() where id = ${userId} and email_verified_at is null`;
      await sql`
        insert into user_credentials (user_id, password_hash) values (${userId}, ${options.passwordHash})
        on conflict (user_id) do nothing`;
      if (role === 'member') continue;
      const secret = encrypt(options.keys, twoFactorCell(userId), randomBase32(32));
      const added = await sql`
        insert into two_factor_secrets (user_id, encrypted_secret, confirmed_at) values (${userId}, ${secret}, now())
        on conflict (user_id) do nothing`;
      if (added.count > 0) await noteAccountEvent(tx, { userId, kind: 'TWO_FACTOR_ON' });
    }
    return found;
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
