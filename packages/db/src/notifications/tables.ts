import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** What somebody is told inside the portal, beside the mail that says the same. */
export const notifications = pgTable(
  'notifications',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What it tells of: the name of the letter. */
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    /** Where it leads to in the portal. */
    path: text('path').notNull(),
    createdAt: createdAt(),
    readAt: instant('read_at'),
  },
  (table) => [
    index('idx_notifications_user').on(table.userId, table.id.desc().nullsFirst()),
    index('idx_notifications_unread').on(table.userId).where(sql`${table.readAt} is null`),
    check('notifications_title_sensible', sql`btrim(title) <> '' and length(title) <= 200`),
    check('notifications_path_inside', sql`path ~ '^/[^/\\]' and length(path) <= 300`),
  ],
);
