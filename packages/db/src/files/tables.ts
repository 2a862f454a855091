import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { areLines, createdAt, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { permissions } from '../roles/tables.ts';

/** The uses of files: the table of the rows that they belong to, and what the portal takes. Migrations alone write it. */
export const fileKinds = pgTable(
  'file_kinds',
  {
    kind: text('kind').primaryKey(),
    ownerTable: text('owner_table').notNull(),
    mostBytes: bigint('most_bytes', { mode: 'number' }).notNull(),
    contentTypes: text('content_types').array().notNull(),
    /** Pictures are made smaller until neither side has more pixels. Null for a use without pictures. */
    mostSide: integer('most_side'),
    /** The permission of the staff whose files these are. They count toward no quota. Null for files of members. */
    permissionCode: text('permission_code').references(() => permissions.code),
    /** True for a kind whose names and bytes the portal encrypts before it stores them. */
    isEncrypted: boolean('is_encrypted').notNull().default(false),
  },
  (table) => [
    index('idx_file_kinds_permission_code').on(table.permissionCode),
    check('file_kinds_kind_pattern', sql`kind ~ '^[A-Z_]{1,40}$'`),
    check('file_kinds_owner_table_pattern', sql`owner_table ~ '^[a-z_]{1,60}$'`),
    check('file_kinds_sensible', sql`most_bytes > 0 and cardinality(content_types) > 0 and most_side > 0`),
  ],
);

/** Stored bytes, once for each content. The id names the object in the store, and no name is used again. */
export const fileContents = pgTable(
  'file_contents',
  {
    id: key(),
    /** Of the bytes as they are stored. */
    sha256: text('sha256').notNull(),
    /** The size before the encryption. */
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    contentType: text('content_type').notNull(),
    createdAt: createdAt(),
    /** Null until the object is in the store. */
    storedAt: instant('stored_at'),
    /** No file refers to it any more, and the object goes. */
    discardedAt: instant('discarded_at'),
    /** True for bytes that are encrypted with a key of their own. */
    isEncrypted: boolean('is_encrypted').notNull().default(false),
  },
  (table) => [
    uniqueIndex('file_contents_once')
      .on(table.sha256)
      .where(sql`stored_at is not null and discarded_at is null`),
    index('idx_file_contents_stored')
      .on(table.storedAt)
      .where(sql`stored_at is not null and discarded_at is null`),
    index('idx_file_contents_discarded').on(table.discardedAt).where(sql`discarded_at is not null`),
    check('file_contents_sha256_pattern', sql`sha256 ~ '^[0-9a-f]{64}$'`),
    check('file_contents_content_type_pattern', sql`content_type ~ '^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$'`),
    check('file_contents_sensible', sql`bytes > 0`),
  ],
);

/** The key of encrypted bytes and the hash of the plain ones, encrypted by the application for the firm whose file it is. */
export const fileSecrets = pgTable('file_secrets', {
  contentId: uuid('content_id')
    .primaryKey()
    .references(() => fileContents.id, { onDelete: 'cascade' }),
  encryptedSecret: bytea('encrypted_secret').notNull(),
  createdAt: createdAt(),
});

/** A file of somebody's. It belongs to a row of the table that its kind names; one that belongs to nothing yet is its uploader's. */
export const files = pgTable(
  'files',
  {
    id: key(),
    kind: text('kind')
      .notNull()
      .references(() => fileKinds.kind),
    name: text('name').notNull(),
    /** The announced size, and the stored one once the file is whole. */
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Null for a file that the portal made or fetched itself. */
    uploadedBy: uuid('uploaded_by').references(() => users.id, { onDelete: 'cascade' }),
    /** Null until the file is whole. */
    contentId: uuid('content_id').references(() => fileContents.id),
    ownerId: uuid('owner_id'),
    /** The version before this one. */
    replacesId: uuid('replaces_id').references((): AnyPgColumn => files.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    /** The name, encrypted by the application. The readable one says nothing then. */
    encryptedName: bytea('encrypted_name'),
  },
  (table) => [
    index('idx_files_uploaded_by').on(table.uploadedBy),
    index('idx_files_owner').on(table.ownerId, table.kind).where(sql`owner_id is not null`),
    index('idx_files_content').on(table.contentId),
    index('idx_files_unused').on(table.createdAt).where(sql`owner_id is null`),
    index('idx_files_kind').on(table.kind),
    uniqueIndex('files_one_photo').on(table.ownerId).where(sql`kind = 'PROFILE_PHOTO'`),
    uniqueIndex('files_one_logo').on(table.ownerId).where(sql`kind = 'COMPANY_LOGO'`),
    uniqueIndex('files_replaced_once').on(table.replacesId),
    check('files_one_line', areLines('name')),
    check('files_sensible', sql`btrim(name) <> '' and length(name) <= 255 and bytes > 0`),
    check(
      'files_uploader_known',
      sql`case kind when 'BOARD_FILE' then true when 'REJECTED_ROWS' then uploaded_by is null else uploaded_by is not null end`,
    ),
    check('files_whole_before_use', sql`owner_id is null or content_id is not null`),
  ],
);
