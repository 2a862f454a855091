import { fileImportStatuses } from '@namc/inputs/file-imports';
import { type AnyPgColumn, boolean, integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, key, updatedAt } from './standard.ts';

/** The import of a file of rows: who had it checked, how far it is, and what the file was like. */
export const fileImport = (person: () => AnyPgColumn) => ({
  id: key(),
  uploadedBy: uuid('uploaded_by').references(person, { onDelete: 'set null' }),
  fileName: text('file_name').notNull(),
  status: text('status', { enum: fileImportStatuses }).notNull().default('CHECKED'),
  /** The worker stops before the next row. */
  isCanceled: boolean('is_canceled').notNull().default(false),
  /** The names of the file’s columns. */
  header: jsonb('header').$type<string[]>().notNull(),
  /** Remarks for people about the reading of the file, one sentence each. */
  notes: jsonb('notes').$type<string[]>().notNull().default([]),
  rowsRead: integer('rows_read').notNull(),
  rowsAdded: integer('rows_added').notNull().default(0),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
  finishedAt: instant('finished_at'),
});
