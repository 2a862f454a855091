import { counted, definePortalCheck } from '../check.ts';

export const openings = definePortalCheck({
  name: 'openings',
  area: 'work',
  question: 'Are bids opened when their deadline has passed?',
  unit: '',
  place: 'portal',
  explanation:
    'The worker looks every two seconds. Bids that stay sealed wait for a worker, or for its keys: its log says which. Give it the ring in PORTAL_BID_KEYS that was there when the bids came in. Nobody can open them without it. Offers that stand readable before the opening are sealed within a minute by a worker that has its keys.',
  statement: ({ sql }) => sql<{ project: string; title: string; deadlineAt: Date }[]>`
    select id as project, left(title, 100) as title, deadline_at as "deadlineAt" from projects
    where bids_are_due(status, opened_at, greatest(deadline_at, exceptions_until))
      and greatest(deadline_at, exceptions_until) < now() - interval '2 minutes'
    order by deadline_at limit 20`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    if (rows.length === 0) return { state: 'ok', value: null, says: 'All bids that are due are open.' };
    const says = `The bids of ${counted(rows.length, 'project')} wait to be opened.`;
    const evidence = rows.map(({ deadlineAt, ...row }) => ({ ...row, deadline: deadlineAt.toISOString() }));
    return { state: 'bad', value: null, says, evidence };
  },
});
