import { courseStatuses, moduleKinds } from '@namc/inputs/courses';
import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { citext } from '../engine/columns/citext.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

export const courses = pgTable(
  'courses',
  {
    id: key(),
    slug: citext('slug').notNull().unique(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    status: text('status', { enum: courseStatuses }).notNull().default('DRAFT'),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_courses_status').on(table.status, table.title),
    index('idx_courses_created_by').on(table.createdBy),
    check('courses_one_line', areLines('title')),
    check('courses_status_known', oneOf('status', courseStatuses)),
    check('courses_slug_plain', sql`slug::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check(
      'courses_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 200 and length(summary) <= 5000`,
    ),
  ],
);

export const courseModules = pgTable(
  'course_modules',
  {
    id: key(),
    courseId: uuid('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    title: text('title').notNull(),
    kind: text('kind', { enum: moduleKinds }).notNull(),
    content: text('content').notNull(),
    minutes: integer('minutes').notNull(),
  },
  (table) => [
    // The migration makes it deferrable, so that modules can swap positions.
    unique('course_modules_position_once').on(table.courseId, table.position),
    unique('course_modules_of_course').on(table.id, table.courseId),
    check('course_modules_one_line', areLines('title')),
    check('course_modules_kind_known', oneOf('kind', moduleKinds)),
    check('course_modules_position_positive', sql`position > 0`),
    check('course_modules_minutes_sensible', sql`minutes between 1 and 1440`),
  ],
);

export const courseEnrollments = pgTable(
  'course_enrollments',
  {
    id: key(),
    courseId: uuid('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    enrolledAt: instant('enrolled_at').notNull().default(sql`now()`),
    /** A trigger sets it, with the certificate's number, when the last module is completed. */
    completedAt: instant('completed_at'),
    /** For example `NAMC-2026-000123`. */
    certificateNumber: text('certificate_number').unique(),
  },
  (table) => [
    unique('course_enrollments_once').on(table.courseId, table.userId),
    unique('course_enrollments_of_course').on(table.id, table.courseId),
    index('idx_course_enrollments_user').on(table.userId, table.enrolledAt.desc().nullsFirst()),
    check(
      'course_enrollments_completed_certified',
      sql`(completed_at is null) = (certificate_number is null)`,
    ),
  ],
);

/**
 * Progress: one row per completed module. The two foreign keys keep module and enrollment in the same course.
 */
export const moduleCompletions = pgTable(
  'module_completions',
  {
    enrollmentId: uuid('enrollment_id').notNull(),
    moduleId: uuid('module_id').notNull(),
    courseId: uuid('course_id').notNull(),
    completedAt: instant('completed_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.enrollmentId, table.moduleId] }),
    foreignKey({
      name: 'module_completions_enrollment',
      columns: [table.enrollmentId, table.courseId],
      foreignColumns: [courseEnrollments.id, courseEnrollments.courseId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'module_completions_module',
      columns: [table.moduleId, table.courseId],
      foreignColumns: [courseModules.id, courseModules.courseId],
    }).onDelete('restrict'),
    index('idx_module_completions_module').on(table.moduleId, table.courseId),
  ],
);
