import { counted, defineCheck } from '../check.ts';

export const invalidIndexes = defineCheck({
  name: 'invalid-indexes',
  area: 'tables',
  question: 'Is an index invalid because its build was interrupted?',
  unit: 'indexes',
  place: 'primary',
  explanation:
    'An index that was built CONCURRENTLY and broke off is kept up to date and never read. Drop it and build it again. A unique index that is invalid does not keep duplicates out.',
  fix: {
    sql: 'drop index concurrently the_index',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.',
  },
  // One that is being built now is no fault, and an index of a partitioned table is invalid until each partition has its own.
  statement: (sql) => sql<{ index: string; table: string; definition: string }[]>`
    select i.indexrelid::regclass::text as index, i.indrelid::regclass::text as table,
           pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relkind = 'i'
      and i.indexrelid not in (select index_relid from pg_stat_progress_create_index)
    order by 1`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const says =
      rows.length === 0
        ? 'Every index is whole.'
        : `${counted(rows.length, 'index', 'indexes')} ${rows.length === 1 ? 'is' : 'are'} half built: ${rows.map(({ index }) => index).join(', ')}.`;
    return { state: rows.length === 0 ? 'ok' : 'warn', value: rows.length, says, evidence: rows };
  },
});
