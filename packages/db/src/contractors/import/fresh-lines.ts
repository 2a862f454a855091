import type { TransactionClient } from '../../engine/connection.ts';
import type { Layout } from './layout.ts';
import { importerVersion } from './runs.ts';
import { everyLine, freshLines, type Scope, staging } from './staging.ts';

/**
 * Everything that decides how a line is read, besides the line. It is a part of each line's digest, so another version of the
 * importer or of the reference lists makes every line a fresh one.
 */
export async function findReading(sql: TransactionClient, { columns, hasHeader }: Layout): Promise<string> {
  const [loaded] = await sql<{ at: string | null }[]>`
    select extract(epoch from max(loaded_at))::text as at from reference_loads`;
  return [importerVersion, loaded?.at, hasHeader, ...columns].join(' ');
}

/**
 * Finds the lines that differ from the one that their license was last read from. The rest of the file needs no check and no
 * comparison: it is in the table as it stands.
 */
export async function findFreshLines(sql: TransactionClient): Promise<void> {
  await sql.unsafe(`
    create unlogged table ${freshLines} as
    select line from ${staging} s
    where problem = '' and not exists (
      select from contractor_line_digests d where d.license_number = s.license_number and d.digest = s.digest)`);
  await sql.unsafe(`analyze ${freshLines}`);
}

/** Keeps the digests of the accepted lines in `scope`. Their licenses are as they say by now. */
export async function keepDigests(sql: TransactionClient, scope: Scope): Promise<void> {
  if (scope === everyLine) await sql`delete from contractor_line_digests`;
  await sql.unsafe(`
    insert into contractor_line_digests (license_number, digest)
    select license_number, digest from ${staging} s where problem = '' and ${scope}
    order by license_number
    ${scope === everyLine ? '' : 'on conflict (license_number) do update set digest = excluded.digest'}`);
}
