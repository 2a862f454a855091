import { type JobState, jobStates } from '@namc/inputs/jobs';
import { optional, pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { queueNames, queues } from '../engine/queue/queues.ts';
import { nextRun } from '../engine/queue/schedule.ts';
import { mails } from '../mail/tables.ts';

const job = computed({
  id: 'string',
  queue: anyOf(queueNames),
  state: anyOf([...jobStates, 'cancelled']),
  attempts: 'number',
  mostAttempts: 'number',
  problem: 'string | null',
  createdAt: 'Date',
  startsAt: 'Date',
  completedAt: 'Date | null',
});
/** The address and subject of a mail job; null for readers who may not see mail. */
const mail = optional(pick(mails, ['recipient', 'subject'], 'm'));

export type JobItem = RowOf<typeof job> & RowOf<typeof mail>;

/** Background jobs in these states, latest first; empty for actors who lack `jobs.manage`. */
export async function listJobs(
  { sql }: Transaction,
  input: { states: JobState[]; limit: number },
): Promise<JobItem[]> {
  return rowsOf(sql, job, mail)`
    select l.id, l.queue, l.state, l.attempts, l.most_attempts as "mostAttempts", l.problem, l.created_at as "createdAt",
           l.starts_at as "startsAt", l.completed_at as "completedAt", ${mail(sql)}
    from list_jobs(${input.states}::text[], ${input.limit}) l
    left join mails m on m.id = l.mail_id
    -- A queue that no longer exists may have left jobs.
    where l.queue = any(${queueNames})
    order by coalesce(l.completed_at, l.created_at) desc, l.id`;
}

const counts = computed({
  name: anyOf(queueNames),
  failed: 'number',
  waiting: 'number',
  running: 'number',
  /** The last time a job of the queue ended, whether it succeeded or not. */
  lastRunAt: 'Date | null',
  hasFailedLast: 'boolean',
});

export type QueueItem = RowOf<typeof counts> & {
  /**
   * The minutes and hours of its schedule in California, in cron's notation; null for a queue without a schedule.
   */
  cron: string | null;
  nextRunAt: Date | null;
};

/** Every queue with its current state; empty for actors who lack `jobs.manage`. */
export async function listQueues({ sql }: Transaction): Promise<QueueItem[]> {
  const rows = await rowsOf(sql, counts)`
    select name, failed, waiting, running, last_run_at as "lastRunAt", has_failed_last as "hasFailedLast"
    from list_queues(${queueNames}::text[])`;
  const now = new Date();
  return queueNames.flatMap((name) => {
    const row = rows.find((queue) => queue.name === name);
    const { cron } = queues[name];
    return row ? [{ ...row, cron: cron ?? null, nextRunAt: cron ? nextRun(cron, now) : null }] : [];
  });
}
