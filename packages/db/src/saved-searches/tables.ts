import type { ContractorFilters } from '@namc/inputs/contractors';
import type { ProjectFilters } from '@namc/inputs/projects';
import { notifyTimes, searchSubjects } from '@namc/inputs/saved-searches';
import { sql } from 'drizzle-orm';
import { boolean, check, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A search that a person has given a name, and what the person knows of its results. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    subject: text('subject', { enum: searchSubjects }).notNull().default('contractors'),
    name: text('name').notNull(),
    /** As the search itself takes them (`contractorFilters`, `projectFilters`). */
    filters: jsonb('filters').$type<ContractorFilters | ProjectFilters>().notNull(),
    /** Typed words that the search does not search for, as they were when it was compared last. */
    leftOut: text('left_out').array().notNull().default([]),
    notify: text('notify', { enum: notifyTimes }).notNull().default('AT_ONCE'),
    /**
     * The license numbers of its results when they were compared last; empty for a search that is too wide. Of a search for projects,
     * the ids of all that were results once: none is new twice.
     */
    known: text('known').array().notNull(),
    /** Results that came since the person looked. */
    fresh: text('fresh').array().notNull().default([]),
    /** Results that came since the person was told. */
    untold: text('untold').array().notNull().default([]),
    /** It has more than `widestWatchedSearch` results: nobody is told of new ones. */
    isTooWide: boolean('is_too_wide').notNull().default(false),
    /** Ends its letters, without signing in. Searches from before there were such letters have none. */
    unsubscribeKey: uuid('unsubscribe_key').default(sql`gen_random_uuid()`),
    seenAt: instant('seen_at').notNull().default(sql`now()`),
    comparedAt: instant('compared_at').notNull().default(sql`now()`),
    createdAt: createdAt(),
  },
  (table) => [
    check('saved_searches_one_line', areLines('name')),
    check('saved_searches_subject_known', oneOf('subject', searchSubjects)),
    check('saved_searches_notify_known', oneOf('notify', notifyTimes)),
    check('saved_searches_name_sensible', sql`btrim(name) <> '' and length(name) <= 100`),
    check(
      'saved_searches_filters_sensible',
      sql`jsonb_typeof(filters) = 'object' and length(filters::text) <= 8000`,
    ),
    check(
      'saved_searches_results_short',
      sql`cardinality(known) <= 5000 and cardinality(fresh) <= 5000 and cardinality(untold) <= 5000`,
    ),
    check(
      'saved_searches_left_out_one_line',
      sql`is_one_line(array_to_string(left_out, ' ')) and cardinality(left_out) <= 100`,
    ),
    uniqueIndex('saved_searches_unsubscribe_key').on(table.unsubscribeKey),
    uniqueIndex('saved_searches_one_of_each').on(table.userId, table.subject, sql`md5(filters::text)`),
  ],
);
