import { definePortalCheck, judgeLargest } from '../check.ts';
import { type CountedSpan, judgeCounted, leastOfAnHour } from '../counted.ts';

interface Row extends CountedSpan {
  table: string | null;
  rows: number;
  scanned: number;
}

export const sequentialScans = definePortalCheck<Row>({
  name: 'sequential-scans',
  area: 'tables',
  question: 'Is a large table read whole so often that an index may be missing?',
  unit: 'million rows an hour',
  place: 'portal',
  limits: { warn: 20, bad: 500 },
  notEmbedded: 'The embedded database keeps no counters for this.',
  explanation:
    'The number counts the rows of one table that a server went through without an index in the last hour. Reports, exports and backups do that too, a few times a day. Look at the statements that read most blocks: one that looks for few rows needs an index on the columns of its condition. Tables of fewer than 10,000 rows are read whole because that is quicker.',
  fix: {
    sql: 'create index concurrently the_index on the_table (the_column)',
    lock: 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.',
  },
  statement: ({ sql }) => sql<Row[]>`
    select s.server, s.seconds, s.ends, r.name as table, coalesce(r.rows, 0) as rows, coalesce(r.scanned, 0) as scanned
    from counted_spans(interval '1 hour') s
    left join server_counters a on a.server = s.server and a.taken_at = s.begins
    left join server_counters b on b.server = s.server and b.taken_at = s.ends
    left join lateral (
      select n.name, n.rows, n.scanned - o.scanned as scanned
      from jsonb_to_recordset(b.relations) as n (name text, kind text, rows float8, scanned float8)
      join jsonb_to_recordset(a.relations) as o (name text, scanned float8) using (name)
      where n.kind = 'table' and n.rows > 10000 and n.scanned > o.scanned
    ) r on true
    order by s.server, r.scanned desc nulls last`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const scanned = rows
      .filter(({ table }) => table !== null)
      .map(({ server, table, rows: size, scanned: read }) => ({
        server,
        table,
        rows: size,
        millions: Math.round(read / 10_000) / 100,
      }))
      .toSorted((one, other) => other.millions - one.millions);
    const { state, value, row } = judgeLargest(scanned, ({ millions }) => millions, limits);
    const says =
      row && state !== 'ok'
        ? `${row.server} went through ${value.toLocaleString('en-US')} million rows of ${row.table} in an hour without an index.`
        : 'No large table is read whole very often.';
    return judgeCounted(rows, leastOfAnHour, { state, value, says, evidence: scanned });
  },
});
