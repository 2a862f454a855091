import type { MemberStatus } from '@namc/inputs/member-lists';
import type { EmailMembersInput } from '@namc/inputs/members';
import { and, eq, inArray } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { type AddresseeItem, addresseeColumns } from './queries/addressee.ts';
import { users } from './tables.ts';

/**
 * Suspends an account.
 * @throws NotFound, Refused for a higher rank than one's own, and for the last administrator.
 */
export async function suspendMember(
  tx: WriteTransaction,
  input: { userId: string; reason: string },
): Promise<void> {
  const person = await changeStatus(tx, input.userId, ['ACTIVE', 'LAPSED'], 'SUSPENDED');
  await recordAdminAction(tx, {
    action: 'members.suspend',
    targetUserId: input.userId,
    reason: input.reason,
  });
  await sendLetter(tx, person, 'account-suspended', { reason: input.reason });
}

/**
 * Reactivates a suspended account.
 * @throws NotFound, Refused for an account that is not suspended.
 */
export async function reinstateMember(
  tx: WriteTransaction,
  input: { userId: string; reason: string; portal: string },
): Promise<void> {
  const person = await changeStatus(tx, input.userId, ['SUSPENDED'], 'ACTIVE');
  await recordAdminAction(tx, {
    action: 'members.reinstate',
    targetUserId: input.userId,
    reason: input.reason,
  });
  await sendLetter(tx, person, 'account-reinstated', { origin: input.portal });
}

/**
 * Writes to people: one email each, which the worker sends, and one act each in the trail. Somebody who has not confirmed the
 * address gets none, because it may be another person's. Returns how many get it and how many do not. All of them or none.
 * @throws NotFound, Refused for a closed account.
 */
export async function emailMembers(
  tx: WriteTransaction,
  { userIds, subject, body }: EmailMembersInput,
): Promise<{ sent: number; unconfirmed: number }> {
  const counts = { sent: 0, unconfirmed: 0 };
  for (const userId of [...new Set(userIds)].sort()) {
    const [person] = await tx.orm
      .select({ ...addresseeColumns, confirmedAt: users.emailVerifiedAt })
      .from(users)
      .where(eq(users.id, userId));
    if (!person) throw new NotFound('account', userId);
    if (!person.confirmedAt) {
      counts.unconfirmed += 1;
      continue;
    }
    // The mail forgets its words once it is sent. What was said in the association's name stays in the trail.
    await recordAdminAction(
      tx,
      { action: 'members.email', targetUserId: userId, reason: subject },
      { message: body },
    );
    await sendLetter(tx, person, 'member-message', { subject, body });
    counts.sent += 1;
  }
  return counts;
}

async function changeStatus(
  { orm }: WriteTransaction,
  userId: string,
  from: MemberStatus[],
  to: MemberStatus,
): Promise<AddresseeItem> {
  const [person] = await orm
    .update(users)
    .set({ status: to })
    .where(and(eq(users.id, userId), inArray(users.status, from)))
    .returning(addresseeColumns);
  if (person) return person;
  const [now] = await orm.select({ status: users.status }).from(users).where(eq(users.id, userId));
  if (!now) throw new NotFound('account', userId);
  // A policy hid the row from the update.
  if (from.includes(now.status)) throw new Refused('This account has a higher role than yours.');
  throw new Refused(`This account is ${now.status.toLowerCase()}.`);
}
