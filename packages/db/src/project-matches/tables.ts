import { notifyTimes } from '@namc/inputs/saved-searches';
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** When a person hears of projects that their firm can bid on. Somebody without a row hears once a day. */
export const matchChoices = pgTable(
  'match_choices',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    notify: text('notify', { enum: notifyTimes }).notNull().default('DAILY'),
    /** Ends the letters without signing in. The system alone reads it. */
    unsubscribeKey: uuid('unsubscribe_key').notNull().default(sql`gen_random_uuid()`),
    /** The time at which the projects of then were noted as known. Null until the portal has looked. */
    beganAt: instant('began_at'),
  },
  (table) => [
    check('match_choices_notify_known', oneOf('notify', notifyTimes)),
    uniqueIndex('match_choices_unsubscribe_key').on(table.unsubscribeKey),
  ],
);

/** Each project that a person’s firm could ever bid on: none is news twice. */
export const projectMatches = pgTable(
  'project_matches',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    notedAt: instant('noted_at').notNull().default(sql`now()`),
    /** The time at which a letter was written, or at which it was known that none is. */
    toldAt: instant('told_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.projectId] }),
    index('idx_project_matches_project').on(table.projectId),
    index('idx_project_matches_untold').on(table.userId).where(sql`told_at is null`),
  ],
);
