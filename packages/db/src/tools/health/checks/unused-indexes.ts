import { daysOfCounting } from '@namc/inputs/servers';
import type { Fragment, TransactionClient } from '../../../engine/connection.ts';
import { counted, defineCheck, sizeInWords } from '../check.ts';

/**
 * True for a valid `pg_index i` that keeps no rule and serves no foreign key, so that only reads need it. The index of a foreign
 * key serves deletes of the row that it points to.
 */
export const isForReadsAlone = (sql: TransactionClient): Fragment => sql`
  (not i.indisunique and not i.indisprimary and not i.indisexclusion and not i.indisreplident and i.indisvalid
   and not exists (select from pg_constraint where conindid = i.indexrelid)
   and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = i.indrelid
                   and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] operator(pg_catalog.@>) f.conkey))`;

export const unusedIndexes = defineCheck({
  name: 'unused-indexes',
  area: 'tables',
  question: 'Is there an index that no server has read in a month?',
  unit: 'indexes',
  place: 'every server',
  notEmbedded: 'The embedded database is too young and too small to tell.',
  mayStayUnknown: true,
  explanation:
    'An index that nobody reads costs disk and time at each write. Each server counts its own reads, so this asks all of them, and only since their counters began. Keep the definition before you drop an index: a report of once a year may need it. Indexes of primary keys, unique keys and other constraints are never named.',
  fix: {
    sql: 'drop index concurrently the_index',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.',
  },
  statement: (sql) => sql<
    { index: string; table: string; bytes: number; reads: number; days: number | null }[]
  >`
    select s.indexrelid::regclass::text as index, s.relid::regclass::text as table,
           pg_relation_size(s.indexrelid)::float8 as bytes, s.idx_scan as reads,
           (select extract(epoch from now() - stats_reset) / 86400 from pg_stat_database where datname = current_database())::float8
             as days
    from pg_stat_user_indexes s join pg_index i using (indexrelid)
    where ${isForReadsAlone(sql)}
    order by bytes desc`,
  judge: (answers) => {
    const days = answers.flatMap(({ rows: [row] }) => (row ? [row.days] : []));
    if (days.some((each) => each === null)) {
      const says =
        'The counters of a server have no known beginning: they were never reset, or lost at a crash.';
      return { state: 'unknown', value: null, says };
    }
    const known = Math.floor(Math.min(...days.map((each) => each ?? 0)));
    if (answers.length === 0 || days.length === 0)
      return { state: 'ok', value: 0, says: 'There are no indexes to judge.' };
    if (known < daysOfCounting) {
      const says = `The counters are ${counted(known, 'day')} old. It takes ${daysOfCounting} days to tell.`;
      return { state: 'unknown', value: null, says };
    }
    const [first, ...others] = answers;
    const unused = (first?.rows ?? []).filter(
      ({ index, reads }) =>
        reads === 0 && others.every(({ rows }) => rows.find((row) => row.index === index)?.reads === 0),
    );
    const bytes = unused.reduce((sum, row) => sum + row.bytes, 0);
    const says =
      unused.length === 0
        ? `Every index was read in the last ${known} days.`
        : `No server has read ${counted(unused.length, 'index', 'indexes')} of ${sizeInWords(bytes)} in ${known} days.`;
    const evidence = unused.map(({ index, table, bytes: size }) => ({ index, table, bytes: size }));
    // Small ones cost next to nothing.
    return { state: bytes > 10_000_000 ? 'warn' : 'ok', value: unused.length, says, evidence };
  },
});
