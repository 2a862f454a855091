import { counted, defineCheck, judgeLargest } from '../check.ts';

export const sequences = defineCheck({
  name: 'sequences',
  area: 'tables',
  question: 'Is a counter of a key near the end of its column?',
  unit: '%',
  place: 'primary',
  limits: { warn: 50, bad: 80 },
  explanation:
    'A table whose counter has reached the largest number of its column takes no more rows. Most keys of the portal are UUIDs, which do not end. A column becomes larger with a new bigint column that is filled in batches; changing its type in place locks the table while it is rewritten.',
  fix: {
    sql: 'alter table the_table alter column the_column type bigint',
    lock: 'AccessExclusive for as long as the table is rewritten: nobody reads or writes meanwhile.',
  },
  // The limit of the sequence, or of the column that it fills, whichever comes first.
  statement: (sql) => sql<
    {
      sequence: string;
      column: string | null;
      last: number | null;
      percent: number | null;
      isReadable: boolean;
    }[]
  >`
    select s.oid::regclass::text as sequence, d.refobjid::regclass::text || '.' || a.attname as column,
           q.last_value::float8 as last, has_sequence_privilege(s.oid, 'USAGE, SELECT') as "isReadable",
           round(100 * coalesce(q.last_value, 0)::numeric / least(q.max_value, case a.atttypid
             when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647 else q.max_value end), 1)::float8 as percent
    from pg_class s join pg_namespace n on n.oid = s.relnamespace
    join pg_sequences q on q.schemaname = n.nspname and q.sequencename = s.relname
    left join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and q.increment_by > 0
    order by percent desc nulls last, 1`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const hidden = rows.filter(({ isReadable }) => !isReadable);
    const evidence = rows.map(({ isReadable: _, ...row }) => row);
    const { state, value, row } = judgeLargest(rows, ({ percent }) => percent ?? 0, limits);
    if (state === 'ok' && hidden.length > 0) {
      const says = `The login may not read ${counted(hidden.length, 'sequence')}: ${hidden.map(({ sequence }) => sequence).join(', ')}. The owner runs: GRANT SELECT ON SEQUENCE … TO pg_monitor;`;
      return { state: 'unknown', value: null, says, evidence };
    }
    const says =
      row && state !== 'ok'
        ? `${row.sequence} is at ${value} % of its numbers.`
        : 'No counter is near its end.';
    return { state, value, says, evidence };
  },
});
