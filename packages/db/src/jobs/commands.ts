import { recordAdminAction } from '../audit/commands.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';

const retry = computed({ retried: 'boolean' });

/**
 * Runs a failed job again.
 * @throws Refused if the job has not failed, or is already running again.
 */
export async function retryJob(tx: WriteTransaction, input: { id: string }): Promise<void> {
  const [row] = await rowsOf(tx.sql, retry)`select retry_job(${input.id}) as retried`;
  if (!row?.retried) throw new Refused('This job has not failed, or is already running again.');
  await recordAdminAction(tx, { action: 'jobs.retry', targetTable: 'jobs', targetId: input.id });
}
