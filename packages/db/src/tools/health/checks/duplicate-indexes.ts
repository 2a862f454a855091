import type { Fragment, TransactionClient } from '../../../engine/connection.ts';
import { counted, defineCheck } from '../check.ts';

/**
 * True for `pg_index a` and `b` of one table and method with the same columns, operator classes, collations, directions,
 * expressions and condition.
 */
export const isSameIndex = (sql: TransactionClient): Fragment => sql`
  b.indkey::text = a.indkey::text and b.indclass::text = a.indclass::text
  and b.indcollation::text = a.indcollation::text and b.indoption::text = a.indoption::text
  and b.indnkeyatts = a.indnkeyatts
  and pg_get_expr(b.indexprs, b.indrelid) is not distinct from pg_get_expr(a.indexprs, a.indrelid)
  and pg_get_expr(b.indpred, b.indrelid) is not distinct from pg_get_expr(a.indpred, a.indrelid)`;

export const duplicateIndexes = defineCheck({
  name: 'duplicate-indexes',
  area: 'tables',
  question: 'Are there two indexes that are the same?',
  unit: 'indexes',
  place: 'primary',
  explanation:
    'The second of two equal indexes costs disk and time at each write, and no read needs it. Both are sound: nothing is corrupt. A unique index and one that a constraint needs are never named here.',
  fix: {
    sql: 'drop index concurrently the_index',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.',
  },
  statement: (sql) => sql<{ index: string; sameAs: string; table: string; bytes: number }[]>`
    select a.indexrelid::regclass::text as index, b.indexrelid::regclass::text as "sameAs",
           a.indrelid::regclass::text as table, pg_relation_size(a.indexrelid)::float8 as bytes
    from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
      and ${isSameIndex(sql)}
    join pg_class ca on ca.oid = a.indexrelid join pg_class cb on cb.oid = b.indexrelid and cb.relam = ca.relam
    where not a.indisunique and a.indisvalid and b.indisvalid and ca.relkind = 'i'
      and ca.relnamespace <> 'pg_catalog'::regnamespace
      and not exists (select from pg_constraint where conindid = a.indexrelid)
      and (b.indisunique or a.indexrelid > b.indexrelid)
    order by 1`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const says =
      rows.length === 0
        ? 'No two indexes are the same.'
        : `${counted(rows.length, 'index', 'indexes')} ${rows.length === 1 ? 'is the same as another' : 'are the same as others'}: ${rows.map(({ index }) => index).join(', ')}.`;
    return { state: rows.length === 0 ? 'ok' : 'warn', value: rows.length, says, evidence: rows };
  },
});
