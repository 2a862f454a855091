import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

const audiences = ['EVERYONE', 'MEMBERS', 'STAFF'] as const;

export const announcements = pgTable(
  'announcements',
  {
    id: key(),
    authorId: uuid('author_id').references(() => users.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    body: text('body').notNull(),
    audience: text('audience', { enum: audiences }).notNull(),
    isPinned: boolean('is_pinned').notNull().default(false),
    /** NULL for a draft. */
    publishAt: instant('publish_at'),
    expiresAt: instant('expires_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_announcements_published').on(
      table.publishAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('idx_announcements_author').on(table.authorId),
    check('announcements_one_line', areLines('title')),
    check('announcements_audience_known', oneOf('audience', audiences)),
    check(
      'announcements_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 200 and length(body) <= 20000`,
    ),
    check('announcements_expire_later', sql`expires_at > publish_at`),
  ],
);

export const announcementReads = pgTable(
  'announcement_reads',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    announcementId: uuid('announcement_id')
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    readAt: instant('read_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.announcementId] }),
    index('idx_announcement_reads_announcement').on(table.announcementId),
  ],
);
