import { counted, defineCheck } from '../check.ts';

export const foreignKeys = defineCheck({
  name: 'foreign-keys',
  area: 'tables',
  question: 'Can rows that others point to be deleted without reading a large table whole?',
  unit: 'foreign keys',
  place: 'primary',
  explanation:
    'When a row is deleted, or its key changes, the server looks for rows that point to it. Without an index on the pointing columns it goes through the whole table each time, and holds its locks meanwhile. Tables of fewer than 10,000 rows are left out, because reading them whole is quick. An index serves that begins with these columns in any order and has no condition.',
  fix: {
    sql: 'create index concurrently the_index on the_table (the_column)',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.',
  },
  statement: (sql) => sql<{ table: string; foreignKey: string; columns: string; rows: number }[]>`
    select f.conrelid::regclass::text as table, f.conname::text as "foreignKey",
           (select string_agg(attname, ', ' order by at) from unnest(f.conkey) with ordinality k (number, at)
            join pg_attribute on attrelid = f.conrelid and attnum = number) as columns,
           greatest(c.reltuples, 0)::float8 as rows
    from pg_constraint f join pg_class c on c.oid = f.conrelid
    where f.contype = 'f' and f.conparentid = 0 and c.reltuples >= 10000
      and not exists (
        select from pg_index i
        where i.indrelid = f.conrelid and i.indisvalid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] operator(pg_catalog.@>) f.conkey)
    order by rows desc, 1, 2`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const [first] = rows;
    const says = first
      ? `${counted(rows.length, 'foreign key')} of large tables ${rows.length === 1 ? 'has' : 'have'} no index: ${first.foreignKey} of ${first.table}${rows.length > 1 ? ' and others' : ''}.`
      : 'Every foreign key of a large table has its index.';
    return { state: first ? 'warn' : 'ok', value: rows.length, says, evidence: rows };
  },
});
