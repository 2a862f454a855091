import type { RecordAdminActionInput } from '@namc/inputs/audit';
import { sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { adminActions } from './tables.ts';

/** Records an act of the acting staff member, with the reason, in the transaction of that act. */
export async function recordAdminAction(
  { orm, actor }: WriteTransaction,
  action: RecordAdminActionInput,
): Promise<void> {
  await orm.insert(adminActions).values({
    ...action,
    userId: actor.kind === 'staff' ? actor.userId : null,
    actor: sql`current_actor()`,
    requestId: sql`nullif(current_setting('app.request_id', true), '')`,
  });
}
