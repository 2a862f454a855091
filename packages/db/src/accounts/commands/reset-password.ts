import type { WriteTransaction } from '../../engine/database.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';
import { setPassword } from '../../sign-in/commands/password.ts';
import { keepOneSession } from '../../sign-in/commands/sessions.ts';

/**
 * Sets a new password by a mailed link. Every session and every link from before is void. Returns the account's id
 * and address; undefined if the link is not good. For the system.
 */
export async function resetPassword(
  tx: WriteTransaction,
  input: { token: string; passwordHash: string; portal: string } & Origin,
): Promise<{ userId: string; email: string } | undefined> {
  const link = await takeLink(tx, { token: input.token, purpose: 'RESET_PASSWORD' });
  if (!link) return undefined;
  const { userId } = link;
  await setPassword(tx, { ...input, userId });
  await noteAccountEvent(tx, { ...input, userId, kind: 'PASSWORD_RESET' });
  await keepOneSession(tx, { userId });
  return link;
}
