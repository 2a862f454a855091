import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importContractors } from '@namc/db/contractors/import/import-contractors';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { connect } from '@namc/db/testing/direct-client';

/** Generates a master file and imports it. */
export async function fillContractors(url: string, folder: string, rows: number): Promise<void> {
  const file = join(folder, 'master.csv');
  await pipeline(
    Readable.from(generateContractors({ rows, seed: 1, asOf: '2026-11-01' })),
    createWriteStream(file),
  );
  await importContractors({ url, embedded: false, file, importedBy: 'bench' });
}

/** Nine copies of every contractor, each with its own license number and slightly moved. */
export async function multiplyByTen(superuserUrl: string): Promise<void> {
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = 'california_contractors'::regclass and not indisprimary`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  const columns = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'california_contractors'::regclass and attnum > 0 and attgenerated = ''`;
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => {
    if (name === 'license_number') return `copy || lpad(license_number, 7, '0')`;
    // The state does not grow, so the copies stay within a mile or two of their ZIP code.
    if (name === 'location')
      return 'ST_Translate(location::geometry, (copy % 3 - 1) * 0.02, (copy / 3 - 1) * 0.02)::geography';
    return name;
  });
  await sql.unsafe(`
    insert into california_contractors (${names.join(', ')})
    select ${values.join(', ')} from california_contractors, generate_series(1, 9) copy`);
  await sql`set maintenance_work_mem = '1GB'`;
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`update contractor_words set contractors = contractors * 10`;
  await sql`vacuum (analyze) california_contractors`;
  await sql`analyze contractor_words`;
  await sql.end();
}
