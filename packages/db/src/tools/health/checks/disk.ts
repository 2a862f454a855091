import { definePortalCheck, judgeLargest, sizeInWords } from '../check.ts';
import { judgeReported, type Reported } from '../reported.ts';

/** At the growth of the last days, so many days of room are few. */
const fewDays = 30;
const hardlyAnyDays = 7;

interface Row extends Reported {
  folder: string;
  bytes: number;
  free: number;
  /** What a day added; null before three days of reports. */
  grownInADay: number | null;
}

export const disk = definePortalCheck<Row>({
  name: 'disk',
  area: 'servers',
  question: 'Is there room on the disks of data, log and archive?',
  unit: '% used',
  place: 'portal',
  limits: { warn: 80, bad: 90 },
  notEmbedded: 'The embedded database tells by itself when its disk is full.',
  explanation:
    'A server whose disk is full stops, and starts only when there is room again. Find what grew first: the folder of the log grows while its archive is away or a replica is behind; data grows with its tables. Make the disk larger in time. Never delete a file of the log by hand. The days of room come from the growth of the last three to seven days.',
  statement: ({ sql }) => sql<Row[]>`
    select s.server, r.reported_at as "reportedAt", extract(epoch from now() - r.reported_at)::float8 as "silentSeconds",
           d.folder, d.bytes, d.free, (o.free - d.free) / o.days as "grownInADay"
    from (select server from server_counters union select server from agent_reports where reported_at > now() - interval '7 days') s
    left join lateral (select * from agent_reports a where a.server = s.server order by a.reported_at desc limit 1) r on true
    left join lateral jsonb_to_recordset(r.disks) as d (folder text, bytes float8, free float8) on true
    left join lateral (
      select e.free, (extract(epoch from r.reported_at - p.reported_at) / 86400)::float8 as days
      from (select * from agent_reports f where f.server = s.server and f.reported_at > r.reported_at - interval '7 days'
            order by f.reported_at limit 1) p, jsonb_to_recordset(p.disks) as e (folder text, free float8)
      where e.folder = d.folder and p.reported_at < r.reported_at - interval '3 days'
    ) o on true
    order by s.server, d.folder`,
  judge: ([answer], limits) =>
    judgeReported(answer?.rows ?? [], (rows) => {
      const used = ({ bytes, free }: Row) => Math.round((1 - free / bytes) * 1000) / 10;
      const daysLeft = ({ free, grownInADay }: Row) =>
        grownInADay !== null && grownInADay > 0 ? Math.floor(free / grownInADay) : null;
      const evidence = rows.map((row) => ({
        server: row.server,
        folder: row.folder,
        bytes: row.bytes,
        free: row.free,
        usedPercent: used(row),
        daysLeft: daysLeft(row),
      }));
      const { state, value, row } = judgeLargest(rows, used, limits);
      const soonest = rows
        .filter((one) => (daysLeft(one) ?? fewDays) < fewDays)
        .toSorted((one, other) => (daysLeft(one) ?? 0) - (daysLeft(other) ?? 0))[0];
      const days = soonest ? (daysLeft(soonest) ?? 0) : fewDays;
      if (soonest && (state === 'ok' || (state === 'warn' && days < hardlyAnyDays))) {
        const says = `The disk of ${soonest.folder} of ${soonest.server} is full in ${days} days if it grows as it did.`;
        return { state: days < hardlyAnyDays ? 'bad' : 'warn', value, says, evidence };
      }
      const says =
        state === 'ok'
          ? 'There is room on every disk.'
          : `The disk of ${row?.folder} of ${row?.server} is ${value} % full: ${sizeInWords(row?.free ?? 0)} are left.`;
      return { state, value, says, evidence };
    }),
});
