import { fileImportStatuses } from '@namc/inputs/file-imports';
import { importedStatuses, type ProjectColumn, projectRowVerdicts } from '@namc/inputs/project-columns';
import type { ListedTerms } from '@namc/inputs/project-imports';
import { projectCategories } from '@namc/inputs/projects';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { fileImport } from '../engine/columns/file-import.ts';
import { areLines, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

/** A list of bids that staff had checked, how it is read, and the counts of its import. */
export const projectImports = pgTable(
  'project_imports',
  {
    ...fileImport(() => users.id),
    /** The owner of the new projects: a trigger names who started the import. */
    startedBy: uuid('started_by').references(() => users.id, { onDelete: 'set null' }),
    /** The meaning of each column of the file, blank for one that is left out. */
    columns: jsonb('columns').$type<(ProjectColumn | '')[]>().notNull(),
    /** For rows that name none. */
    agency: text('agency').notNull().default(''),
    category: text('category', { enum: projectCategories }).notNull().default('PUBLIC_WORKS'),
    timeOfDay: text('time_of_day').notNull().default(''),
    beginsAs: text('begins_as', { enum: importedStatuses }).notNull().default('DRAFT'),
    updatesDrafts: boolean('updates_drafts').notNull().default(false),
    rowsUpdated: integer('rows_updated').notNull().default(0),
  },
  (table) => [
    index('idx_project_imports_uploaded_by').on(table.uploadedBy),
    index('idx_project_imports_started_by').on(table.startedBy),
    check('project_imports_one_line', areLines('file_name', 'agency')),
    check(
      'project_imports_texts_sensible',
      sql`btrim(file_name) <> '' and length(file_name) <= 200 and length(agency) <= 200`,
    ),
    check('project_imports_time_of_day_pattern', sql`time_of_day ~ '^([0-9]{2}:[0-9]{2})?$'`),
    check('project_imports_status_known', oneOf('status', fileImportStatuses)),
    check('project_imports_category_known', oneOf('category', projectCategories)),
    check('project_imports_begins_as_known', oneOf('begins_as', importedStatuses)),
    check(
      'project_imports_rows_sensible',
      sql`rows_read between 1 and 5000 and rows_added >= 0 and rows_updated >= 0 and rows_added + rows_updated <= rows_read`,
    ),
  ],
);

/** The rows of a list, each with what becomes or became of it. */
export const projectImportRows = pgTable(
  'project_import_rows',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => projectImports.id, { onDelete: 'cascade' }),
    line: integer('line').notNull(),
    verdict: text('verdict', { enum: projectRowVerdicts }).notNull(),
    field: text('field'),
    reason: text('reason'),
    /** The project that the row describes; null for a row that can’t be read. */
    facts: jsonb('facts').$type<ListedTerms>(),
    /** The row as it stands in the file. */
    cells: jsonb('cells').$type<string[]>().notNull(),
    /** The project that is here already, or that the row made. */
    projectId: uuid('project_id').references(() => projects.id, { onDelete: 'set null' }),
    /** The version of that project when the file was checked. */
    version: integer('version'),
    /** The fields of that project of which the row says something else. */
    changes: jsonb('changes').$type<ProjectColumn[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ name: 'project_import_rows_pkey', columns: [table.importId, table.line] }),
    index('idx_project_import_rows_project').on(table.projectId),
    check('project_import_rows_one_line', areLines('field', 'reason')),
    check('project_import_rows_verdict_known', oneOf('verdict', projectRowVerdicts)),
    check(
      'project_import_rows_verdict_whole',
      sql`case when verdict in ('REJECTED', 'KEPT') then reason is not null else facts is not null end`,
    ),
  ],
);
