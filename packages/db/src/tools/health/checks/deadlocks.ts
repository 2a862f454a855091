import { counted, definePortalCheck, judgeLargest } from '../check.ts';
import { type CountedSpan, judgeCounted, leastOfAnHour } from '../counted.ts';

interface Row extends CountedSpan {
  deadlocks: number;
}

export const deadlocks = definePortalCheck<Row>({
  name: 'deadlocks',
  area: 'connections',
  question: 'Did transactions wait for each other in a circle?',
  unit: 'deadlocks an hour',
  place: 'portal',
  limits: { warn: 0, bad: 10 },
  notEmbedded: 'The embedded database runs one transaction at a time.',
  explanation:
    'The server ends such a circle by failing one of the transactions, so somebody’s work was refused and has to be done again. The server’s log names both statements: two of them lock the same rows in different orders. Tell who maintains the portal; one now and then is no reason to hurry.',
  statement: ({ sql }) => sql<Row[]>`
    select s.server, s.seconds, s.ends, coalesce(b.deadlocks - a.deadlocks, 0)::float8 as deadlocks
    from counted_spans(interval '1 hour') s
    left join server_counters a on a.server = s.server and a.taken_at = s.begins
    left join server_counters b on b.server = s.server and b.taken_at = s.ends`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const { state, value, row } = judgeLargest(rows, (one) => one.deadlocks, limits);
    const says =
      value === 0
        ? 'No transactions waited for each other in the last hour.'
        : `${row?.server} had ${counted(value, 'deadlock')} in the last hour.`;
    const evidence = rows.map((one) => ({ server: one.server, deadlocks: one.deadlocks }));
    return judgeCounted(rows, leastOfAnHour, { state, value, says, evidence });
  },
});
