import type { MarkConversationReadInput, SendMessageInput } from '@namc/inputs/messages';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { mailbox, messages } from './tables.ts';

/**
 * Sends a message in the acting person's name and returns its id. Both sides get their mailbox row in the same
 * transaction.
 * @throws Refused if the receiver cannot receive messages.
 */
export async function sendMessage(
  tx: WriteTransaction,
  { receiverId, projectId, body }: SendMessageInput,
): Promise<string> {
  const [message] = await tx.orm
    .insert(messages)
    .values({ senderId: actingUser(tx), receiverId, projectId, body })
    .returning({ id: messages.id });
  if (!message) throw new NotFound('account', receiverId);
  return message.id;
}

/** Marks all messages from a person as read and returns how many were marked. */
export async function markConversationRead(
  tx: WriteTransaction,
  { correspondentId }: MarkConversationReadInput,
): Promise<number> {
  const { count } = await tx.orm
    .update(mailbox)
    .set({ readAt: sql`now()` })
    .where(
      and(
        eq(mailbox.ownerId, actingUser(tx)),
        eq(mailbox.correspondentId, correspondentId),
        eq(mailbox.direction, 'RECEIVED'),
        isNull(mailbox.readAt),
        isNull(mailbox.hiddenAt),
      ),
    );
  return count;
}
