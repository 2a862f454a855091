import { memberImportStatuses, rowVerdicts } from '@namc/inputs/member-imports';
import type { NewMember } from '@namc/inputs/memberships';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A file of members that staff had checked, and the counts of its import. */
export const memberImports = pgTable(
  'member_imports',
  {
    id: key(),
    uploadedBy: uuid('uploaded_by').references(() => users.id, { onDelete: 'set null' }),
    fileName: text('file_name').notNull(),
    status: text('status', { enum: memberImportStatuses }).notNull().default('CHECKED'),
    sendsWelcome: boolean('sends_welcome').notNull().default(false),
    /** Of the new rows when the file was checked, those whose company is here already, or stands in an earlier row. */
    namesakes: integer('namesakes').notNull().default(0),
    /** True if the person of such a row joins that company. Otherwise the row makes another one of the same name. */
    joinsCompanies: boolean('joins_companies').notNull().default(false),
    /** The worker stops before the next row. */
    isCanceled: boolean('is_canceled').notNull().default(false),
    /** The names of the file’s columns. */
    header: jsonb('header').$type<string[]>().notNull(),
    /** Remarks for people about the reading of the file, one sentence each. */
    notes: jsonb('notes').$type<string[]>().notNull().default([]),
    rowsRead: integer('rows_read').notNull(),
    rowsAdded: integer('rows_added').notNull().default(0),
    rowsKnown: integer('rows_known').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('idx_member_imports_uploaded_by').on(table.uploadedBy),
    check('member_imports_one_line', areLines('file_name')),
    check('member_imports_file_name_sensible', sql`btrim(file_name) <> '' and length(file_name) <= 200`),
    check('member_imports_status_known', oneOf('status', memberImportStatuses)),
    check(
      'member_imports_rows_sensible',
      sql`rows_read between 1 and 5000 and rows_added >= 0 and rows_known >= 0 and rows_added + rows_known <= rows_read`,
    ),
    check('member_imports_namesakes_sensible', sql`namesakes between 0 and rows_read`),
  ],
);

/** The rows that are still to do, and the rejected ones. An imported row is deleted in the transaction that imports it. */
export const memberImportRows = pgTable(
  'member_import_rows',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => memberImports.id, { onDelete: 'cascade' }),
    line: integer('line').notNull(),
    verdict: text('verdict', { enum: rowVerdicts }).notNull(),
    field: text('field'),
    reason: text('reason'),
    /** The member that the row names; null for a row that can’t be read. */
    facts: jsonb('facts').$type<NewMember>(),
    /** The row as it stands in the file. */
    cells: jsonb('cells').$type<string[]>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'member_import_rows_pkey', columns: [table.importId, table.line] }),
    check('member_import_rows_one_line', areLines('field', 'reason')),
    check('member_import_rows_verdict_known', oneOf('verdict', rowVerdicts)),
    check(
      'member_import_rows_verdict_whole',
      sql`case when verdict = 'REJECTED' then reason is not null else facts is not null end`,
    ),
  ],
);
