import type { Transaction } from '../engine/database.ts';
import { type QueueName, queueNames, queues } from '../engine/queue/queues.ts';
import { nextRun } from '../engine/queue/schedule.ts';

export interface JobItem {
  id: string;
  queue: string;
  state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed';
  attempts: number;
  mostAttempts: number;
  problem: string | null;
  createdAt: Date;
  startsAt: Date;
  completedAt: Date | null;
  /** Of a mail, to whom it goes and its subject; null for whoever may not see members. */
  recipient: string | null;
  subject: string | null;
}

/** Background work in these states, the latest first; nothing for whoever lacks `jobs.manage`. */
export async function listJobs(
  { sql }: Transaction,
  input: { states: string[]; limit: number },
): Promise<JobItem[]> {
  return sql<JobItem[]>`
    select l.id, l.queue, l.state, l.attempts, l.most_attempts as "mostAttempts", l.problem, l.created_at as "createdAt",
           l.starts_at as "startsAt", l.completed_at as "completedAt", m.recipient, m.subject
    from list_jobs(${input.states}::text[], ${input.limit}) l
    left join jobs.job j on j.name = l.queue and j.id = l.id and l.queue = 'send-mail'
    left join mails m on m.id = (j.data ->> 'mailId')::uuid
    order by coalesce(l.completed_at, l.created_at) desc, l.id`;
}

export interface QueueItem {
  name: QueueName;
  failed: number;
  waiting: number;
  running: number;
  /** The minutes and hours of its schedule in California, as cron has them; null where it runs when it is asked to. */
  cron: string | null;
  nextRunAt: Date | null;
  /** When it last came to its end, well or not. */
  lastRunAt: Date | null;
  hasFailedLast: boolean;
}

/** Every queue as it is now; nothing for whoever lacks `jobs.manage`. */
export async function listQueues({ sql }: Transaction): Promise<QueueItem[]> {
  const rows = await sql<Omit<QueueItem, 'cron' | 'nextRunAt'>[]>`
    select name, count(*) filter (where state = 'failed') as failed,
           count(*) filter (where state in ('created', 'retry')) as waiting,
           count(*) filter (where state = 'active') as running, max(completed_on) as "lastRunAt",
           coalesce((array_agg(state = 'failed' order by completed_on desc nulls last))[1], false) as "hasFailedLast"
    from unnest(${queueNames}::text[]) name left join jobs.job using (name)
    where holds_permission('jobs.manage') group by name`;
  const now = new Date();
  return queueNames.flatMap((name) => {
    const row = rows.find((one) => one.name === name);
    const { cron } = queues[name];
    return row ? [{ ...row, cron: cron ?? null, nextRunAt: cron ? nextRun(cron, now) : null }] : [];
  });
}
