import type { AlertState } from '@namc/inputs/health';
import { letter, sampleOrigin } from '../engine/letter.ts';

/** The notices of one round: alerts that began or got worse, and alerts that are over. */
export interface AlertNews {
  origin: string;
  begun: { state: AlertState; says: string }[];
  ended: string[];
}

const headings = {
  bad: 'Somebody should act now:',
  warn: 'Somebody should look at this:',
  unknown: 'The portal can’t tell any more:',
} as const;
const order = ['bad', 'warn', 'unknown'] as const;

const withoutStop = (says: string) => says.replace(/\.$/, '').slice(0, 120);

const andMore = (all: unknown[]) => (all.length > 1 ? ` (and ${all.length - 1} more)` : '');

/** The news in one line. */
export function subjectOf({ begun, ended }: AlertNews): string {
  const worst = order.flatMap((state) => begun.filter((one) => one.state === state));
  const [first] = worst;
  if (!first) {
    return ended.length === 1
      ? `Database alert over: ${withoutStop(ended[0] ?? '')}`
      : `${ended.length} database alerts are over`;
  }
  return `Database alert: ${withoutStop(first.says)}${andMore(worst)}`;
}

export const letters = {
  'health-alerts': letter(
    {
      origin: sampleOrigin,
      begun: [
        { state: 'bad', says: 'A transaction of portal_staff has been open for 6 min.' },
        { state: 'warn', says: '1 mail waits, the oldest for 20 min.' },
      ],
      ended: ['A job of send-mail has been due for 5 min, and nobody runs it.'],
    } as AlertNews,
    (news: AlertNews) => ({
      subject: subjectOf(news),
      path: '/admin/health/alerts',
      parts: [
        ...order.flatMap((state) => {
          const found = news.begun.filter((one) => one.state === state);
          return found.length > 0 ? [headings[state], ...found.map(({ says }) => says)] : [];
        }),
        ...(news.ended.length > 0 ? ['This is over:', ...news.ended] : []),
        { button: 'See the alerts', url: `${news.origin}/admin/health/alerts` },
      ],
    }),
    { note: 'See what is wrong and what to do, and acknowledge it.' },
  ),
  'health-escalation': letter(
    {
      origin: sampleOrigin,
      unanswered: ['A transaction of portal_staff has been open for 40 min.'],
    },
    ({ origin, unanswered }) => ({
      subject: `Nobody has answered: ${withoutStop(unanswered[0] ?? '')}${andMore(unanswered)}`,
      path: '/admin/health/alerts',
      parts: [
        'Staff were told of this, and nobody has acknowledged it:',
        ...unanswered,
        'Every administrator gets this letter, once for each alert, whatever they chose in their settings.',
        { button: 'See the alerts', url: `${origin}/admin/health/alerts` },
      ],
    }),
    { note: 'Nobody has acknowledged this alert. Look at it now.' },
  ),
};
