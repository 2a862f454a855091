import type { WriteTransaction } from '@namc/db';
import { holdAccount } from '@namc/db/sign-in/commands/sessions';
import { actorOf } from '../actors.ts';
import type { SignedInContext } from '../context.ts';

/**
 * Runs a write of the system that changes the signed-in person's own account. The session is checked in PostgreSQL
 * within the write: between the check of a request and its write, the owner may have taken the account back.
 * @throws Refused if the session no longer stands.
 */
export function writeToOwnAccount<T>(
  { db, userId, signedIn }: SignedInContext,
  system: 'accounts' | 'applications' | 'secure-data' | 'sign-in',
  act: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  return db.write(actorOf(userId, `system:${system}`), async (tx) => {
    await holdAccount(tx, { userId, sessionId: signedIn.session.id });
    return act(tx);
  });
}
