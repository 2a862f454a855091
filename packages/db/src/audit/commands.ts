import type { RecordAdminActionInput } from '@namc/inputs/audit';
import type { WriteTransaction } from '../engine/database.ts';

/** Leaves what the acting staff member did, and why, in the same transaction as what it tells of. */
export async function recordAdminAction(
  { sql, actor }: WriteTransaction,
  action: RecordAdminActionInput,
): Promise<void> {
  await sql`
    insert into admin_actions (action, user_id, actor, target_user_id, target_table, target_id, reason, request_id)
    values (${action.action}, ${actor.kind === 'staff' ? actor.userId : null}, current_actor(),
            ${action.targetUserId ?? null}, ${action.targetTable ?? null}, ${action.targetId ?? null},
            ${action.reason ?? null}, nullif(current_setting('app.request_id', true), ''))`;
}
