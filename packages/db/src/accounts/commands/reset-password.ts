import type { WriteTransaction } from '../../engine/database.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';
import { setPassword } from '../../sign-in/commands/password.ts';
import { endSessions } from '../../sign-in/commands/sessions.ts';
import { confirmAddress } from './confirm-email.ts';

/**
 * Sets a new password by a mailed link, and ends every session: whoever had the mail has the account. The address counts as
 * confirmed. Undefined when the link is good no more. For the system.
 */
export async function resetPassword(
  tx: WriteTransaction,
  input: { token: string; passwordHash: string; portal: string } & Origin,
): Promise<{ userId: string; ended: string[] } | undefined> {
  const link = await takeLink(tx, { token: input.token, purposes: ['RESET_PASSWORD'] });
  if (!link) return undefined;
  await setPassword(tx, { ...input, userId: link.userId });
  await confirmAddress(tx, { ...input, userId: link.userId, email: link.email });
  await noteAccountEvent(tx, { ...input, userId: link.userId, kind: 'PASSWORD_RESET' });
  return { userId: link.userId, ended: await endSessions(tx, { userId: link.userId }) };
}
