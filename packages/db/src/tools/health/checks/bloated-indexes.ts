import { measuredFromBytes } from '@namc/inputs/maintenance';
import { counted, definePortalCheck, judgeLargest, sizeInWords } from '../check.ts';

/** Waste counts from so much on, or from the hundredth part of a smaller database on. */
const leastWasted = 1_000_000_000;
const leastShareOfDatabase = 0.01;

interface Row {
  index: string;
  bytes: number;
  /** Null for an index that was never measured, or not since it was rebuilt. */
  wasted: number | null;
  measuredAt: Date | null;
  /** Measured more than three weeks ago: the job of every week has not come by. */
  isOld: boolean;
  isRebuilt: boolean;
  databaseBytes: number;
}

export const bloatedIndexes = definePortalCheck<Row>({
  name: 'bloated-indexes',
  area: 'tables',
  question: 'Does an index take much more room than its rows need?',
  unit: '% wasted',
  place: 'portal',
  limits: { warn: 30, bad: 50 },
  notEmbedded: 'The embedded database cannot measure its indexes. They are small.',
  mayStayUnknown: true,
  explanation:
    'Deleted rows leave gaps in an index, and each read goes through more pages. The weekly maintenance measures each B-tree index of 10 MB or more with pgstattuple and rebuilds what wastes too much. Estimates are not asked: they are wrong by half. What is wasted counts from 1 GB on, or from a hundredth of a smaller database on. It stays unknown without the extension pgstattuple, or without DATABASE_MAINTENANCE_URL.',
  fix: {
    sql: 'reindex index concurrently the_index',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits twice for transactions that are open, and needs room for a second index meanwhile.',
  },
  // The whole database by its pages, because counting its files each minute takes longer.
  statement: ({ sql }) => sql<Row[]>`
    select c.oid::regclass::text as index, pg_relation_size(c.oid)::float8 as bytes,
           case when m.filenode = pg_relation_filenode(c.oid) then m.wasted end as wasted, m.measured_at as "measuredAt",
           coalesce(m.measured_at < now() - interval '21 days', false) as "isOld",
           coalesce(m.filenode <> pg_relation_filenode(c.oid), false) as "isRebuilt",
           (select sum(relpages::float8) * current_setting('block_size')::int from pg_class) as "databaseBytes"
    from pg_class c join pg_index i on i.indexrelid = c.oid join pg_am a on a.oid = c.relam
    left join index_measurements m on m.index_name = c.oid::regclass::text
    where c.relkind = 'i' and a.amname = 'btree' and i.indisvalid and not i.indisexclusion
      and c.relnamespace::regnamespace::text !~ '^pg_' and pg_relation_size(c.oid) >= ${measuredFromBytes}
    order by bytes desc`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    if (rows.length === 0) {
      return { state: 'ok', value: 0, says: 'No index is large enough to be measured.' };
    }
    const least = Math.min(leastWasted, leastShareOfDatabase * (rows[0]?.databaseBytes ?? 0));
    const measured = rows.flatMap(({ wasted, ...row }) =>
      wasted === null ? [] : [{ ...row, wasted, percent: (100 * wasted) / row.bytes }],
    );
    const counting = measured.filter(({ wasted }) => wasted >= least);
    const { state, value, row } = judgeLargest(counting, ({ percent }) => percent, limits);
    const evidence = counting.map(({ index, bytes, wasted, percent, measuredAt }) => ({
      index,
      bytes,
      wasted: Math.round(wasted),
      percent: Math.round(percent),
      measuredAt: measuredAt?.toISOString().slice(0, 16) ?? null,
    }));
    if (row && state !== 'ok') {
      const says = `${row.index} takes ${sizeInWords(row.bytes)}, and a new one would take ${sizeInWords(row.wasted)} less.`;
      return { state, value, says, evidence };
    }
    // One that was rebuilt since has no gaps yet.
    const unmeasured = rows.filter(
      ({ wasted, isRebuilt, isOld }) => (wasted === null && !isRebuilt) || isOld,
    );
    if (unmeasured.length > 0) {
      const says = `${counted(unmeasured.length, 'large index has', 'large indexes have')} not been measured in the last three weeks.`;
      return {
        state: 'unknown',
        value: null,
        says,
        evidence: unmeasured.map(({ index, bytes, measuredAt }) => ({
          index,
          bytes,
          measuredAt: measuredAt?.toISOString().slice(0, 16) ?? null,
        })),
      };
    }
    return { state, value, says: 'No index wastes much, by its last measurement.', evidence };
  },
});
