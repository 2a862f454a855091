import { expect, it } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';

/**
 * PostgreSQL may evaluate a condition of a statement before a policy's own, so EXPLAIN ANALYZE tells whether a guess about a
 * column of a hidden row is right. A value that nobody may guess at has no SELECT privilege, or is encrypted with a key that the
 * database lacks.
 */

const portal = testDatabase();

/** By its name, so that a column which does not exist yet is found as well. */
const secret = `attname ~ '(_hash|_secret|_token|password|^salt|^commitment|_index)$' or attname ~ '^encrypted_'
  or attname = 'asker_id' or c.relname in ('bid_contents', 'bid_files')`;

/** Ciphertext, and a keyed hash for equality: a guess needs the portal's keys. The keys of sealed rows say nothing. */
const readByPeople = [
  'admin_role reads file_secrets.encrypted_secret',
  'admin_role reads files.encrypted_name',
  'admin_role reads opened_file_keys.encrypted_key',
  'admin_role reads secure_data.encrypted_bank_account',
  'admin_role reads secure_data.encrypted_tax_id',
  'admin_role reads secure_data.tax_id_index',
  'application_role reads bid_contents.bid_id',
  'application_role reads bid_copies.encrypted_content',
  'application_role reads bid_drafts.encrypted_content',
  'application_role reads bid_files.bid_id',
  'application_role reads bid_files.id',
  'application_role reads file_secrets.encrypted_secret',
  'application_role reads files.encrypted_name',
  'application_role reads opened_file_keys.encrypted_key',
  'application_role reads secure_data.encrypted_bank_account',
  'application_role reads secure_data.encrypted_tax_id',
  'application_role reads secure_data.tax_id_index',
];

it('no role of people reads a column that is secret, in any row', async () => {
  const read = await portal.owner.unsafe<{ name: string }[]>(`
    select format('%s reads %s.%s', role, c.relname, attname) as name
    from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped,
         unnest('{application_role,admin_role,report_role}'::text[]) role
    where c.relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition and (${secret})
      and has_column_privilege(role, c.oid, attnum, 'SELECT')
    order by 1`);
  expect(read.map(({ name }) => name)).toEqual(readByPeople);
});
