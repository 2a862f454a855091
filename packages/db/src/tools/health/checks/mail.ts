import { counted, definePortalCheck, spanInWords, stateOf } from '../check.ts';

export const mail = definePortalCheck({
  name: 'mail',
  area: 'work',
  question: 'Does mail leave the portal?',
  unit: 'seconds',
  place: 'portal',
  limits: { warn: 600, bad: 3_600 },
  explanation:
    'The portal tries a mail again for hours before it gives up, so nothing is lost while the mail server is away. Look at what the mail server answers, at Background jobs. People who wait for a link to sign in wait for it meanwhile.',
  statement: ({ sql }) => sql<
    { status: string; mails: number; oldestSeconds: number; lastProblem: string | null }[]
  >`
    select status, count(*)::int as mails, extract(epoch from now() - min(created_at))::float8 as "oldestSeconds",
           (array_agg(left(problem, 200) order by created_at desc) filter (where problem is not null))[1] as "lastProblem"
    from mails
    where status = 'WAITING' or status = 'FAILED' and created_at > now() - interval '1 day'
    group by status order by status`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const waiting = rows.find(({ status }) => status === 'WAITING');
    const failed = rows.find(({ status }) => status === 'FAILED')?.mails ?? 0;
    const value = waiting?.oldestSeconds ?? 0;
    const evidence = rows.map((row) => ({ ...row, oldestSeconds: Math.round(row.oldestSeconds) }));
    const state = stateOf(value, limits);
    if (state !== 'ok') {
      const says = `${counted(waiting?.mails ?? 0, 'mail')} ${waiting?.mails === 1 ? 'waits' : 'wait'}, the oldest for ${spanInWords(value)}.`;
      return { state, value, says, evidence };
    }
    const says = `${counted(failed, 'mail')} could not be sent in the last day.`;
    if (failed > 0) return { state: 'warn', value, says, evidence };
    return { state, value, says: 'Mail leaves the portal.', evidence };
  },
});
