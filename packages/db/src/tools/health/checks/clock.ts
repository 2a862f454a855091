import { definePortalCheck, judgeLargest } from '../check.ts';
import { judgeReported, type Reported } from '../reported.ts';

interface Row extends Reported {
  aheadMs: number;
  errorMs: number;
}

export const clock = definePortalCheck<Row>({
  name: 'clock',
  area: 'servers',
  question: 'Do the clocks of the servers’ machines agree?',
  unit: 'seconds',
  place: 'portal',
  limits: { warn: 0.5, bad: 5 },
  notEmbedded: 'The embedded database has the clock of this machine.',
  explanation:
    'Deadlines, the ends of sessions and the order of messages come from the primary’s clock. When another server takes over, its clock counts: time would jump. Each agent compares its machine’s clock with the primary’s; the time that the question took is left out of the difference. Set up the time service (chrony or systemd-timesyncd) on the machine.',
  statement: ({ sql }) => sql<Row[]>`
    select s.server, r.reported_at as "reportedAt", extract(epoch from now() - r.reported_at)::float8 as "silentSeconds",
           r.clock_ms as "aheadMs", r.clock_error_ms as "errorMs"
    from (select server from server_counters union select server from agent_reports where reported_at > now() - interval '7 days') s
    left join lateral (select * from agent_reports a where a.server = s.server order by a.reported_at desc limit 1) r on true
    order by s.server`,
  judge: ([answer], limits) =>
    judgeReported(answer?.rows ?? [], (rows) => {
      const seconds = ({ aheadMs, errorMs }: Row) =>
        Math.round(Math.max(0, Math.abs(aheadMs) - errorMs)) / 1_000;
      const { state, value, row } = judgeLargest(rows, seconds, limits);
      const says =
        state === 'ok'
          ? 'The clocks of the servers’ machines agree.'
          : `The clock beside ${row?.server} is ${value} s ${(row?.aheadMs ?? 0) > 0 ? 'ahead of' : 'behind'} the primary’s.`;
      const evidence = rows.map(({ server, aheadMs, errorMs }) => ({
        server,
        aheadMs: Math.round(aheadMs * 10) / 10,
        errorMs: Math.round(errorMs * 10) / 10,
      }));
      return { state, value, says, evidence };
    }),
});
