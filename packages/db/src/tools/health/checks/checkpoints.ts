import { definePortalCheck, judgeLargest } from '../check.ts';
import { type CountedSpan, judgeCounted, leastOfAnHour } from '../counted.ts';

/** A backup and an administrator ask for one now and then. */
const mostAskedFor = 2;

interface Row extends CountedSpan {
  timed: number;
  requested: number;
}

export const checkpoints = definePortalCheck<Row>({
  name: 'checkpoints',
  area: 'servers',
  question: 'Does the server write its memory to disk when it is time to, or because its log is full?',
  unit: '%',
  place: 'portal',
  limits: { warn: 20, bad: 50 },
  notEmbedded: 'The embedded database keeps no counters for this.',
  explanation:
    'Every few minutes a server writes what it changed to its tables, so that it can start again quickly after a crash. When the log reaches max_wal_size first, it has to do so early, which slows everybody down and writes more log. An import does that for a while. If it lasts, raise max_wal_size; the disk needs room for it. The number is the part of the checkpoints of the last hour that did not wait for their time; two in an hour are left out, because a backup asks for one.',
  fix: {
    sql: `alter system set max_wal_size = '4GB'; select pg_reload_conf()`,
    lock: 'Takes no lock.',
  },
  statement: ({ sql }) => sql<Row[]>`
    select s.server, s.seconds, s.ends, coalesce(b.checkpoints_timed - a.checkpoints_timed, 0)::float8 as timed,
           coalesce(b.checkpoints_requested - a.checkpoints_requested, 0)::float8 as requested
    from counted_spans(interval '1 hour') s
    left join server_counters a on a.server = s.server and a.taken_at = s.begins
    left join server_counters b on b.server = s.server and b.taken_at = s.ends
    -- A replica follows its primary.
    where b.is_replica is not true`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const percent = ({ timed, requested }: Row) =>
      requested > mostAskedFor ? Math.round((requested / (timed + requested)) * 100) : 0;
    const { state, value, row } = judgeLargest(rows, percent, limits);
    const says =
      state === 'ok'
        ? 'The server writes its memory to disk when it is time to.'
        : `${row?.requested} of ${(row?.timed ?? 0) + (row?.requested ?? 0)} checkpoints in an hour came early, because the log was full.`;
    const evidence = rows.map(({ server, timed, requested }) => ({ server, timed, requested }));
    return judgeCounted(rows, leastOfAnHour, { state, value, says, evidence });
  },
});
