import { messageDirections } from '@namc/inputs/messages';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

export const messages = pgTable(
  'messages',
  {
    id: key(),
    senderId: uuid('sender_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    receiverId: uuid('receiver_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    projectId: uuid('project_id').references(() => projects.id, { onDelete: 'set null' }),
    body: text('body').notNull(),
    sentAt: instant('sent_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('idx_messages_sender').on(table.senderId),
    index('idx_messages_receiver').on(table.receiverId),
    index('idx_messages_project').on(table.projectId),
    check('messages_to_another', sql`sender_id <> receiver_id`),
    check('messages_body_sensible', sql`btrim(body) <> '' and length(body) <= 10000`),
  ],
);

/**
 * Each side has its own row for a message, made by a trigger, so neither side learns what the other has read or
 * hidden.
 */
export const mailbox = pgTable(
  'mailbox',
  {
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    correspondentId: uuid('correspondent_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    direction: text('direction', { enum: messageDirections }).notNull(),
    sentAt: instant('sent_at').notNull(),
    /** The time when the owner read it; null for a message that the owner sent. */
    readAt: instant('read_at'),
    hiddenAt: instant('hidden_at'),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.messageId] }),
    index('idx_mailbox_message').on(table.messageId),
    index('idx_mailbox_conversation').on(
      table.ownerId,
      table.correspondentId,
      table.sentAt.desc().nullsFirst(),
      table.messageId.desc().nullsFirst(),
    ),
    index('idx_mailbox_correspondent').on(table.correspondentId),
    index('idx_mailbox_unread')
      .on(table.ownerId, table.correspondentId)
      .where(sql`direction = 'RECEIVED' and read_at is null and hidden_at is null`),
    check('mailbox_direction_known', oneOf('direction', messageDirections)),
    check('mailbox_read_by_receiver', sql`direction = 'RECEIVED' or read_at is null`),
  ],
);
