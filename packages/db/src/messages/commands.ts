import { randomUUID } from 'node:crypto';
import type { SendMessageInput } from '@namc/inputs/messages';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';

/**
 * Sends a message in one's own name and returns its id; both sides get their mailbox row in the same transaction.
 * @throws Refused when the receiver cannot be written to.
 */
export async function sendMessage(tx: WriteTransaction, draft: SendMessageInput): Promise<string> {
  const id = randomUUID();
  await tx.sql`
    insert into messages (id, sender_id, receiver_id, project_id, body)
    values (${id}, ${actingUser(tx)}, ${draft.receiverId}, ${draft.projectId ?? null}, ${draft.body})`;
  return id;
}

/** Marks everything from somebody as read and returns how many messages that were. */
export async function markConversationRead(
  tx: WriteTransaction,
  { correspondentId }: { correspondentId: string },
): Promise<number> {
  const { count } = await tx.sql`
    update mailbox set read_at = now()
    where owner_id = ${actingUser(tx)} and correspondent_id = ${correspondentId}
      and direction = 'RECEIVED' and read_at is null and hidden_at is null`;
  return count;
}
