import type { TransactionClient } from '../../engine/connection.ts';
import type { Layout } from './layout.ts';
import { columnNames } from './master-file.ts';
import { importerVersion } from './runs.ts';
import { freshLines, staging } from './staging.ts';

/**
 * Finds the lines that differ from the one that their license was last read from. The rest of the file needs no check and no
 * comparison: it is in the table as it stands. The digest holds everything that decides how a line is read, so another
 * version of the importer or of the reference lists makes each line a fresh one.
 */
export async function findFreshLines(sql: TransactionClient, { hasHeader }: Layout): Promise<void> {
  const [reading] = await sql<{ key: string }[]>`
    select concat_ws(' ', ${importerVersion}::text, ${hasHeader}::text, extract(epoch from max(loaded_at))) as key
    from reference_loads`;
  // Both are of this program and the clock's digits. CREATE TABLE takes no parameters.
  const facts = [`'${reading?.key}'`, ...columnNames.map((column) => `s.${column}`)];
  // The separating tab occurs in no field.
  await sql.unsafe(`
    create unlogged table ${freshLines} as
    select line, license_number, digest
    from (
      select line, license_number, md5(concat_ws(e'\\t', ${facts.join(', ')}))::uuid as digest
      from ${staging} s where problem = ''
    ) lines
    where not exists (
      select from contractor_line_digests d where d.license_number = lines.license_number and d.digest = lines.digest)`);
  await sql.unsafe(`analyze ${freshLines}`);
}

/** Keeps the digests of the fresh lines that were accepted. Their licenses are as they say by now. */
export async function keepDigests(sql: TransactionClient): Promise<void> {
  await sql.unsafe(`
    insert into contractor_line_digests (license_number, digest)
    select license_number, digest from ${freshLines}
    where line not in (select line from ${staging} where problem <> '')
    on conflict (license_number) do update set digest = excluded.digest`);
  await sql.unsafe(`drop table ${freshLines}`);
}
