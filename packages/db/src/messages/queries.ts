import type { ListConversationInput } from '@namc/inputs/messages';
import { actingUser } from '../engine/acting-user.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { mailbox, messages } from './tables.ts';

const ownSide = pick(
  mailbox,
  { id: 'messageId', direction: 'direction', sentAt: 'sentAt', readAt: 'readAt' },
  'box',
);
const message = pick(messages, ['body'], 'm');

export type MessageItem = RowOf<typeof ownSide> & RowOf<typeof message>;

/**
 * The acting person's messages with a correspondent, newest first.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listConversation(
  tx: Transaction,
  input: ListConversationInput,
): Promise<Page<MessageItem>> {
  const { sql } = tx;
  const pages = keyset(sql, 'conversation', input, 'box.sent_at', 'desc', 'box.message_id');
  return pages.page(
    await rowsOf(sql, ownSide, message, keyed)`
    select ${ownSide(sql)}, ${message(sql)}, ${pages.key}
    from mailbox box join messages m on m.id = box.message_id
    where owner_id = ${actingUser(tx)} and correspondent_id = ${input.correspondentId} and hidden_at is null
      ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
}

const sender = pick(mailbox, ['correspondentId']);
const counted = computed({ unread: 'number' });

export type UnreadCount = RowOf<typeof sender> & RowOf<typeof counted>;

/** The number of messages that the acting person has not read, by sender, the most first. */
export async function countUnread(tx: Transaction): Promise<UnreadCount[]> {
  const { sql } = tx;
  return rowsOf(sql, sender, counted)`
    select ${sender(sql)}, count(*)::int as unread from mailbox
    where owner_id = ${actingUser(tx)} and direction = 'RECEIVED' and read_at is null and hidden_at is null
    group by correspondent_id order by unread desc`;
}
