import { counted, definePortalCheck, judgeLargest, spanInWords } from '../check.ts';

export const jobQueue = definePortalCheck({
  name: 'job-queue',
  area: 'work',
  question: 'Do background jobs run when they are due, and do they succeed?',
  unit: 'seconds',
  place: 'queue',
  limits: { warn: 120, bad: 600 },
  explanation:
    'A job that is due and does not start means that the worker is away or busy. A job that failed for good waits for staff at Background jobs, where it is run again once the cause is gone.',
  statement: ({ sql }) => sql<
    { queue: string; due: number; waitedSeconds: number; failed: number; lastProblem: string | null }[]
  >`
    select name as queue, count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as due,
           coalesce(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now())), 0)::float8
             as "waitedSeconds",
           count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day')::int as failed,
           (array_agg(left(output ->> 'message', 200) order by completed_on desc)
             filter (where state = 'failed' and completed_on > now() - interval '1 day'))[1] as "lastProblem"
    from jobs.job where state in ('created', 'retry', 'failed') and name !~ '^__'
    group by name order by "waitedSeconds" desc, failed desc, name`,
  judge: ([answer], limits) => {
    const rows = (answer?.rows ?? []).filter(({ due, failed }) => due > 0 || failed > 0);
    const evidence = rows.map((row) => ({ ...row, waitedSeconds: Math.round(row.waitedSeconds) }));
    const { state, value, row } = judgeLargest(rows, ({ waitedSeconds }) => waitedSeconds, limits);
    if (row && state !== 'ok') {
      const says = `A job of ${row.queue} has been due for ${spanInWords(value)}, and nobody runs it.`;
      return { state, value, says, evidence };
    }
    const failed = rows.reduce((sum, each) => sum + each.failed, 0);
    const says = `${counted(failed, 'job')} failed for good in the last day.`;
    if (failed > 0) return { state: 'warn', value, says, evidence };
    return { state, value, says: 'Background jobs run when they are due.', evidence };
  },
});
