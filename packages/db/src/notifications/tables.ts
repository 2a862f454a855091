import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A message to a person inside the portal, beside the mail with the same content. */
export const notifications = pgTable(
  'notifications',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The name of the letter that it repeats. */
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    /** The portal page that it opens. */
    path: text('path').notNull(),
    createdAt: createdAt(),
    readAt: instant('read_at'),
  },
  (table) => [
    index('idx_notifications_user').on(table.userId, table.id.desc().nullsFirst()),
    index('idx_notifications_unread').on(table.userId).where(sql`${table.readAt} is null`),
    check('notifications_one_line', areLines('kind', 'title', 'path')),
    check('notifications_title_sensible', sql`btrim(title) <> '' and length(title) <= 200`),
    check(
      'notifications_path_inside',
      sql`path ~ '^(/[A-Za-z0-9][A-Za-z0-9_-]*)+([?][A-Za-z0-9_=&-]+)?$' and length(path) <= 300`,
    ),
  ],
);
