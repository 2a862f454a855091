import { glob } from 'node:fs/promises';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';

const sources = new URL('../../', import.meta.url);

/** Returns every table that a `tables.ts` or a file in a `tables` folder declares, as Drizzle describes it, sorted by name. */
export async function readDrizzleTables(): Promise<ReturnType<typeof getTableConfig>[]> {
  const tables: PgTable[] = [];
  for await (const file of glob(['*/tables.ts', '*/tables/*.ts', 'engine/*/tables.ts'], { cwd: sources })) {
    const declared: Record<string, unknown> = await import(new URL(file, sources).href);
    tables.push(...Object.values(declared).filter((value) => is(value, PgTable)));
  }
  return tables.map(getTableConfig).sort((a, b) => a.name.localeCompare(b.name));
}
