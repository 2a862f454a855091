import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { createdAt, key, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/**
 * Tax and bank details, encrypted by the application (`cipher.ts`): the database never sees them in the clear.
 */
export const secureData = pgTable(
  'secure_data',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .unique('secure_data_one_a_user')
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The id of the key that encrypted the row's columns. */
    keyId: text('key_id').notNull(),
    encryptedTaxId: bytea('encrypted_tax_id'),
    /** A keyed hash of the tax number, for finding an equal number without decrypting it. */
    taxIdIndex: bytea('tax_id_index'),
    encryptedBankAccount: bytea('encrypted_bank_account'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_secure_data_tax_id').on(table.taxIdIndex),
    index('idx_secure_data_key').on(table.keyId, table.id),
    check('secure_data_tax_id_indexed', sql`(encrypted_tax_id is null) = (tax_id_index is null)`),
  ],
);
