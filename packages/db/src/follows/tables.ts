import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/**
 * The licenses that a person follows. The license is not a foreign key: an import that is undone may take its row away,
 * and the next one brings it back.
 */
export const follows = pgTable(
  'follows',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    licenseNumber: text('license_number').notNull(),
    /** The person's reason to follow it, in their own words. */
    note: text('note'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.licenseNumber] }),
    check('follows_one_line', areLines('note')),
    check('follows_license_number_digits', sql`${table.licenseNumber} ~ '^[0-9]{1,8}$'`),
    check('follows_note_sensible', sql`btrim(note) <> '' and length(note) <= 200`),
    index('idx_follows_license').on(table.licenseNumber),
  ],
);

/**
 * News for a person: a change between two files, or a date that is near. The commit of an import writes the
 * changes (`note_followed_changes`), for those who follow the license at that moment.
 */
export const followedChanges = pgTable(
  'followed_changes',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    licenseNumber: text('license_number').notNull(),
    /** The id in `contractor_changes`; null for a date. An import that is undone deletes the change there. */
    changeId: bigint('change_id', { mode: 'number' }),
    /** One of `contractorChangeKinds`, of `dueKinds` for a date, or `changesUndone`. */
    kind: text('kind').notNull(),
    before: text('before'),
    after: text('after'),
    /** The date of the file of a change. */
    fileDate: date('file_date'),
    notedAt: instant('noted_at').notNull().default(sql`now()`),
    /** The time at which the letter about it was written. */
    toldAt: instant('told_at'),
    /** The time at which the import of a change that was told was undone. */
    takenBackAt: instant('taken_back_at'),
    /** The person owns the company with the license. Staff read such news, and never what a person follows. */
    isOwn: boolean('is_own').notNull().default(false),
  },
  (table) => [
    uniqueIndex('followed_changes_once').on(table.userId, table.changeId).where(sql`change_id is not null`),
    uniqueIndex('followed_changes_date_once')
      .on(table.userId, table.licenseNumber, table.kind, table.after)
      .where(sql`change_id is null`),
    index('idx_followed_changes_untold').on(table.userId).where(sql`told_at is null`),
    index('idx_followed_changes_told').on(
      table.userId,
      table.licenseNumber,
      table.kind,
      table.toldAt.desc().nullsFirst(),
    ),
    index('idx_followed_changes_own').on(table.id.desc().nullsFirst()).where(sql`is_own`),
    index('idx_followed_changes_change').on(table.changeId).where(sql`change_id is not null`),
  ],
);
