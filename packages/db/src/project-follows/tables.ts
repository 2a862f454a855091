import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** The projects that a person follows. */
export const projectFollows = pgTable(
  'project_follows',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Ends the following from a letter, without signing in. The system alone reads it. */
    unsubscribeKey: uuid('unsubscribe_key').notNull().default(sql`gen_random_uuid()`),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.projectId] }),
    index('idx_project_follows_project').on(table.projectId),
    uniqueIndex('project_follows_unsubscribe_key').on(table.unsubscribeKey),
  ],
);

/** Why a person hears of a project. */
export const noticeReasons = ['FOLLOWS', 'BIDS', 'POSTED', 'DRAFTS', 'EXCEPTED'] as const;

/** News of a project for a person, written by triggers with the change (`tell_of_project`). A job puts them into letters. */
export const projectNotices = pgTable(
  'project_notices',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    reason: text('reason', { enum: noticeReasons }).notNull(),
    /** The kind of the notification that says the same. */
    kind: text('kind').notNull(),
    words: text('words').notNull(),
    /** Of a deadline that is near: the deadline, and the days that were left at most. */
    deadlineAt: instant('deadline_at'),
    days: integer('days'),
    notedAt: instant('noted_at').notNull().default(sql`now()`),
    /** The time at which the letter about it was written. */
    toldAt: instant('told_at'),
  },
  (table) => [
    check('project_notices_reason_known', oneOf('reason', noticeReasons)),
    check('project_notices_one_line', areLines('kind', 'words')),
    check('project_notices_words_sensible', sql`btrim(words) <> '' and length(words) <= 300`),
    check(
      'project_notices_closing_dated',
      sql`(kind = 'project-closing') = (days is not null) and (days is null or deadline_at is not null)`,
    ),
    index('idx_project_notices_untold').on(table.userId).where(sql`told_at is null`),
    index('idx_project_notices_user').on(table.userId),
    index('idx_project_notices_project').on(table.projectId),
    index('idx_project_notices_told').on(table.toldAt).where(sql`told_at is not null`),
    uniqueIndex('project_notices_closing_once')
      .on(table.userId, table.projectId, table.deadlineAt, table.days)
      .where(sql`days is not null`),
  ],
);
