import { definePortalCheck, judgeLargest, sizeInWords } from '../check.ts';
import { judgeReported, type Reported } from '../reported.ts';

interface Row extends Reported {
  bytes: number;
  files: number;
  most: number;
}

export const walFolder = definePortalCheck<Row>({
  name: 'wal-folder',
  area: 'servers',
  question: 'Does a server keep much more of its log than it is set to?',
  unit: '% of its limit',
  place: 'portal',
  limits: { warn: 150, bad: 300 },
  notEmbedded: 'The embedded database keeps a few files of its log.',
  // After an import the folder is large for a while.
  alertsAfter: 15,
  explanation:
    'A server keeps the log of about max_wal_size, or wal_keep_size if that is more. It keeps more for a slot whose replica is away, while archiving fails, and after an import. Look at the checks of slots and of archiving. The folder becomes small again by itself; never delete a file of it.',
  statement: ({ sql }) => sql<Row[]>`
    select s.server, r.reported_at as "reportedAt", extract(epoch from now() - r.reported_at)::float8 as "silentSeconds",
           r.wal_bytes::float8 as bytes, r.wal_files as files, r.wal_limit_bytes::float8 as most
    from (select server from server_counters union select server from agent_reports where reported_at > now() - interval '7 days') s
    left join lateral (select * from agent_reports a where a.server = s.server order by a.reported_at desc limit 1) r on true
    order by s.server`,
  judge: ([answer], limits) =>
    judgeReported(answer?.rows ?? [], (rows) => {
      const percent = ({ bytes, most }: Row) => Math.round((bytes / Math.max(most, 1)) * 100);
      const { state, value, row } = judgeLargest(rows, percent, limits);
      const says =
        state === 'ok'
          ? 'Each server keeps as much of its log as it is set to.'
          : `${row?.server} keeps ${sizeInWords(row?.bytes ?? 0)} of its log, ${value} % of what it is set to.`;
      const evidence = rows.map(({ server, bytes, files, most }) => ({
        server,
        bytes,
        files,
        limitBytes: most,
      }));
      return { state, value, says, evidence };
    }),
});
