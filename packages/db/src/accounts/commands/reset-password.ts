import type { WriteTransaction } from '../../engine/database.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';
import { setPassword } from '../../sign-in/commands/password.ts';
import { endSessions } from '../../sign-in/commands/sessions.ts';
import { confirmAddress } from './confirm-email.ts';

/**
 * Sets a new password by a mailed link, ends every session of the account and returns its id. The link came by
 * mail, so the address counts as confirmed. Undefined if the link has expired. For the system.
 */
export async function resetPassword(
  tx: WriteTransaction,
  input: { token: string; passwordHash: string; portal: string } & Origin,
): Promise<string | undefined> {
  const link = await takeLink(tx, { token: input.token, purposes: ['RESET_PASSWORD'] });
  if (!link) return undefined;
  const { userId, email } = link;
  await setPassword(tx, { ...input, userId });
  await confirmAddress(tx, { ...input, userId, email });
  await noteAccountEvent(tx, { ...input, userId, kind: 'PASSWORD_RESET' });
  await endSessions(tx, { userId });
  return userId;
}
