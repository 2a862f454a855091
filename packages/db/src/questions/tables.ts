import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

export const questionStatuses = ['OPEN', 'ANSWERED', 'REFUSED'] as const;

/** A member’s question about a project. Nobody reads who asked it: `questions_of` decides who reads what of the rest. */
export const projectQuestions = pgTable(
  'project_questions',
  {
    id: key(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Null once the account is closed. */
    askerId: uuid('asker_id').references(() => users.id, { onDelete: 'set null' }),
    /** As it was asked. Its asker and the poster read it. */
    question: text('question').notNull(),
    status: text('status', { enum: questionStatuses }).notNull().default('OPEN'),
    /** As everybody reads it: the poster may have taken out what tells who asked. */
    published: text('published'),
    answer: text('answer'),
    /** The reason for which it is not answered. Its asker reads it. */
    refusal: text('refusal'),
    askedAt: instant('asked_at').notNull().default(sql`now()`),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    check('project_questions_status_known', oneOf('status', questionStatuses)),
    check(
      'project_questions_texts_sensible',
      sql`btrim(question) <> '' and length(question) <= 2000 and btrim(published) <> '' and length(published) <= 2000 and btrim(answer) <> '' and length(answer) <= 10000 and btrim(refusal) <> '' and length(refusal) <= 1000`,
    ),
    check(
      'project_questions_decision_whole',
      sql`case status when 'OPEN' then decided_at is null and published is null and answer is null and refusal is null when 'ANSWERED' then decided_at is not null and published is not null and answer is not null and refusal is null else decided_at is not null and refusal is not null and published is null and answer is null end`,
    ),
    index('idx_project_questions_project').on(table.projectId, table.decidedAt.desc().nullsFirst(), table.id),
    index('idx_project_questions_asker').on(table.askerId),
  ],
);
