import { fileImportStatuses } from '@namc/inputs/file-imports';
import { rowVerdicts } from '@namc/inputs/member-imports';
import type { NewMember } from '@namc/inputs/memberships';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { fileImport } from '../engine/columns/file-import.ts';
import { areLines, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A file of members that staff had checked, and the counts of its import. */
export const memberImports = pgTable(
  'member_imports',
  {
    ...fileImport(() => users.id),
    sendsWelcome: boolean('sends_welcome').notNull().default(false),
    /** Of the new rows when the file was checked, those whose company is here already, or stands in an earlier row. */
    namesakes: integer('namesakes').notNull().default(0),
    /** True if the person of such a row joins that company. Otherwise the row makes another one of the same name. */
    joinsCompanies: boolean('joins_companies').notNull().default(false),
    rowsKnown: integer('rows_known').notNull().default(0),
  },
  (table) => [
    index('idx_member_imports_uploaded_by').on(table.uploadedBy),
    check('member_imports_one_line', areLines('file_name')),
    check('member_imports_file_name_sensible', sql`btrim(file_name) <> '' and length(file_name) <= 200`),
    check('member_imports_status_known', oneOf('status', fileImportStatuses)),
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
