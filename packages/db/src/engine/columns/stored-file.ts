import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, key } from './standard.ts';

/** Describes a file whose bytes are stored elsewhere, under `storage_key`. */
export const storedFile = (uploader: () => AnyPgColumn) => ({
  id: key(),
  uploadedBy: uuid('uploaded_by').references(uploader, { onDelete: 'set null' }),
  fileName: text('file_name').notNull(),
  /** The server sets it once it has looked at the bytes. */
  contentType: text('content_type').notNull().default('application/octet-stream'),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  storageKey: text('storage_key').notNull().unique().default(sql`gen_random_uuid()::text`),
  createdAt: createdAt(),
});
