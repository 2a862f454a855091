import { glob } from 'node:fs/promises';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';

const portal = testDatabase();
const sources = new URL('../', import.meta.url);

async function drizzleTables() {
  const tables: PgTable[] = [];
  for await (const file of glob('*/tables.ts', { cwd: sources })) {
    const declared: Record<string, unknown> = await import(new URL(file, sources).href);
    tables.push(...Object.values(declared).filter((value) => is(value, PgTable)));
  }
  return tables.map(getTableConfig);
}

it('the tables that the code declares are those that the migrations make, column by column', async () => {
  const declared = (await drizzleTables()).flatMap(({ name, columns }) =>
    columns.map(
      (column) => `${name}.${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`,
    ),
  );
  const found = await portal.owner<{ line: string }[]>`
    select format('%s.%s %s%s', relname, attname, format_type(atttypid, atttypmod),
                  case when attnotnull then ' not null' else '' end) as line
    from pg_attribute join pg_class c on c.oid = attrelid
    where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
      and relname not in ('portal_migrations', 'portal_leases')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
  expect(declared.sort()).toEqual(found.map(({ line }) => line).sort());
});

it('every index, check and foreign key that the code names exists under that name', async () => {
  const declared = (await drizzleTables()).flatMap(({ indexes, checks, foreignKeys }) => [
    ...indexes.map((index) => index.config.name ?? ''),
    ...checks.map((check) => check.name),
    ...foreignKeys.map((key) => key.getName()),
  ]);
  const found = await portal.owner<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('i', 'I') and relnamespace = 'public'::regnamespace
    union select conname from pg_constraint where connamespace = 'public'::regnamespace`;
  const names = new Set(found.map(({ name }) => name));
  expect(declared.filter((name) => !names.has(name))).toEqual([]);
});
