import { expect, it } from 'vitest';
import { drawDiagram, readWrittenDiagram } from '../../tools/cli/diagram.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { readDrizzleTables } from './drizzle-tables.ts';

const portal = testDatabase();
it('the tables that the code declares are those that the migrations make, column by column', async () => {
  const declared = (await readDrizzleTables()).flatMap(({ name, columns }) =>
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
  const declared = (await readDrizzleTables()).flatMap(({ indexes, checks, foreignKeys }) => [
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

it('docs/tables.md shows the current tables (portal diagram --write updates it)', async () => {
  expect(readWrittenDiagram()).toBe(await drawDiagram());
});

it('defaults and generated columns are the same in the code and in the database', async () => {
  const found = await portal.owner<{ name: string; generated: boolean; filled: boolean }[]>`
    select format('%s.%s', relname, attname) as name, attgenerated <> '' as generated,
           atthasdef or attidentity <> '' as filled
    from pg_attribute join pg_class c on c.oid = attrelid
    where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace and attnum > 0
      and not attisdropped and relname not in ('portal_migrations', 'portal_leases')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
  const describeColumn = (name: string, generated: boolean, filled: boolean) =>
    `${name}${generated ? ' generated' : filled ? ' default' : ''}`;
  const declared = (await readDrizzleTables()).flatMap(({ name, columns }) =>
    columns.map((column) =>
      describeColumn(
        `${name}.${column.name}`,
        column.generated !== undefined,
        column.hasDefault || column.generatedIdentity !== undefined,
      ),
    ),
  );
  expect(declared.sort()).toEqual(
    found.map(({ name, generated, filled }) => describeColumn(name, generated, filled)).sort(),
  );
});
