import type { ListConversationInput } from '@namc/inputs/messages';
import { z } from 'zod';
import { actingUser } from '../engine/acting-user.ts';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

export interface MessageItem {
  id: string;
  direction: 'SENT' | 'RECEIVED';
  body: string;
  sentAt: Date;
  /** When the acting person read it; null for one's own. */
  readAt: Date | null;
}

/** The acting person's messages with somebody, the newest first. */
export async function listConversation(
  tx: Transaction,
  input: ListConversationInput,
): Promise<{ rows: MessageItem[]; nextCursor: string | null }> {
  const { sql } = tx;
  const after = readKeyset('conversation', z.tuple([z.string().max(40), z.uuid()]), input.cursor);
  const rows = await sql<(MessageItem & { sentKey: string })[]>`
    select box.message_id as id, direction, body, box.sent_at as "sentAt", read_at as "readAt",
           box.sent_at::text as "sentKey"
    from mailbox box join messages on messages.id = box.message_id
    where owner_id = ${actingUser(tx)} and correspondent_id = ${input.correspondentId} and hidden_at is null
      ${after ? sql`and (box.sent_at, box.message_id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by box.sent_at desc, box.message_id desc limit ${input.limit + 1}`;
  const page = toPage('conversation', rows, input.limit, (row) => [row.sentKey, row.id]);
  return { rows: page.rows.map(({ sentKey: _, ...item }) => item), nextCursor: page.nextCursor };
}

/** How many messages the acting person has not read, by who wrote them. */
export async function countUnread(tx: Transaction): Promise<{ correspondentId: string; unread: number }[]> {
  return tx.sql<{ correspondentId: string; unread: number }[]>`
    select correspondent_id as "correspondentId", count(*)::int as unread from mailbox
    where owner_id = ${actingUser(tx)} and direction = 'RECEIVED' and read_at is null and hidden_at is null
    group by correspondent_id order by unread desc`;
}
