import { definePortalCheck, judgeLargest, sizeInWords } from '../check.ts';
import { type CountedSpan, judgeCounted, leastOfAnHour } from '../counted.ts';

interface Row extends CountedSpan {
  files: number;
  bytes: number;
}

export const temporaryFiles = definePortalCheck<Row>({
  name: 'temporary-files',
  area: 'servers',
  question: 'Do sorts and joins go to the disk because they get too little memory?',
  unit: 'MB an hour',
  place: 'portal',
  limits: { warn: 100, bad: 1_000 },
  notEmbedded: 'The embedded database keeps no counters for this.',
  explanation:
    'A sort, a hash or an index build that needs more than work_mem writes the rest to temporary files, which is slow and fills the disk. An import or a new index does so once. Otherwise look at the statements that write most temporary blocks, and give their login more memory. The number is what one server wrote in the last hour.',
  fix: {
    sql: `alter role the_login set work_mem = '16MB'`,
    lock: 'Takes no lock on a table. It counts for new connections, each of which may use so much several times.',
  },
  statement: ({ sql }) => sql<Row[]>`
    select s.server, s.seconds, s.ends, coalesce(b.temp_files - a.temp_files, 0)::float8 as files,
           coalesce(b.temp_bytes - a.temp_bytes, 0)::float8 as bytes
    from counted_spans(interval '1 hour') s
    left join server_counters a on a.server = s.server and a.taken_at = s.begins
    left join server_counters b on b.server = s.server and b.taken_at = s.ends`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, row, value } = judgeLargest(rows, ({ bytes }) => bytes / 1e6, limits);
    const says =
      state === 'ok'
        ? 'Few temporary files are written.'
        : `${row?.server} wrote ${sizeInWords(row?.bytes ?? 0)} of temporary files in an hour.`;
    const evidence = rows.map(({ server, files, bytes }) => ({ server, files, bytes }));
    return judgeCounted(rows, leastOfAnHour, { state, value: Math.round(value), says, evidence });
  },
});
