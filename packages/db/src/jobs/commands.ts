import { recordAdminAction } from '../audit/commands.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';

/** Runs again what failed for good. @throws Refused when it has not, or runs again already. */
export async function retryJob(tx: WriteTransaction, input: { id: string }): Promise<void> {
  const [row] = await tx.sql<{ retried: boolean }[]>`select retry_job(${input.id}) as retried`;
  if (!row?.retried) throw new Refused('This has not failed, or runs again already.');
  await recordAdminAction(tx, { action: 'jobs.retry', targetTable: 'jobs', targetId: input.id });
}
