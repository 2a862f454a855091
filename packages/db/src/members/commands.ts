import { recordAdminAction } from '../audit/commands.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { sendLetter } from '../mail/commands.ts';
import { move } from './queries/staff.ts';

/** Suspends an account. @throws NotFound, Refused for one of higher standing, and for the last administrator. */
export async function suspendMember(
  tx: WriteTransaction,
  input: { userId: string; reason: string },
): Promise<void> {
  const person = await move(tx, input.userId, ['ACTIVE', 'LAPSED'], 'SUSPENDED');
  await sendLetter(tx, person, 'account-suspended', { reason: input.reason });
  await recordAdminAction(tx, {
    action: 'members.suspend',
    targetUserId: input.userId,
    reason: input.reason,
  });
}

/** Opens a suspended account again. @throws NotFound, Refused */
export async function reinstateMember(
  tx: WriteTransaction,
  input: { userId: string; reason: string; portal: string },
): Promise<void> {
  const person = await move(tx, input.userId, ['SUSPENDED'], 'ACTIVE');
  await sendLetter(tx, person, 'account-reinstated', { origin: input.portal });
  await recordAdminAction(tx, {
    action: 'members.reinstate',
    targetUserId: input.userId,
    reason: input.reason,
  });
}
