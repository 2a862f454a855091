import { counted, definePortalCheck } from '../check.ts';

export const webhooks = definePortalCheck({
  name: 'webhooks',
  area: 'work',
  question: 'Do alerts reach the webhooks?',
  unit: '',
  place: 'portal',
  explanation:
    'The portal tries a delivery again for half an hour before it gives up. The page of alerts shows what each server answered. Send a test there once the server is back: a test that arrives ends this.',
  statement: ({ sql }) => sql<
    { webhook: string; status: string; answer: number | null; problem: string | null }[]
  >`
    select w.name as webhook, d.status, d.answer, d.problem
    from alert_webhooks w
    join lateral (
      select status, answer, problem from alert_deliveries d
      where d.webhook_id = w.id and d.attempts > 0 order by d.created_at desc, d.id desc limit 1) d on true
    order by w.name`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const failing = rows.filter(({ problem }) => problem !== null);
    if (failing.length === 0) return { state: 'ok', value: null, says: 'No delivery to a webhook fails.' };
    const says = `${counted(failing.length, 'webhook')} cannot be reached: ${failing.map(({ webhook }) => webhook).join(', ')}.`;
    return { state: 'warn', value: null, says, evidence: failing };
  },
});
