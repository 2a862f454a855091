import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { companies } from '../companies/tables.ts';
import { areLines, createdAt, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** A change or a clarification of an open project, by its poster, numbered by the database without gaps. It never changes. */
export const projectAddenda = pgTable(
  'project_addenda',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Given by `number_addendum`. */
    number: integer('number').notNull().default(0),
    title: text('title').notNull(),
    content: text('content').notNull(),
    /** The deadline for bids that it brought; null if it left the deadline as it was. */
    deadlineAt: instant('deadline_at'),
    createdAt: createdAt(),
  },
  (table) => [
    check('project_addenda_one_line', areLines('title')),
    check(
      'project_addenda_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 200 and btrim(content) <> '' and length(content) <= 20000`,
    ),
    check('project_addenda_number_positive', sql`number > 0`),
    uniqueIndex('project_addenda_numbered').on(table.projectId, table.number),
  ],
);

/** A person who has read an addendum, and the firm for which they did. */
export const addendumAcknowledgements = pgTable(
  'addendum_acknowledgements',
  {
    addendumId: uuid('addendum_id')
      .notNull()
      .references(() => projectAddenda.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The database names it for a person with one company. */
    companyId: uuid('company_id').references(() => companies.id, { onDelete: 'set null' }),
    acknowledgedAt: instant('acknowledged_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.addendumId, table.userId] }),
    index('idx_addendum_acknowledgements_user').on(table.userId),
    index('idx_addendum_acknowledgements_company').on(table.companyId),
  ],
);
