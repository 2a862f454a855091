import type { Transaction } from '../database.ts';

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
}

/** Background work in these states, the latest first; nothing for whoever lacks `jobs.manage`. */
export async function listJobs(
  { sql }: Transaction,
  input: { states: string[]; limit: number },
): Promise<JobItem[]> {
  return sql<JobItem[]>`
    select id, queue, state, attempts, most_attempts as "mostAttempts", problem, created_at as "createdAt",
           starts_at as "startsAt", completed_at as "completedAt"
    from list_jobs(${input.states}::text[], ${input.limit})`;
}
