import type { RecordAdminActionInput } from '@namc/inputs/audit';
import { sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import type { Verification } from './seal/verify-trail.ts';
import { adminActions, auditVerifications } from './tables.ts';

/**
 * Records an act of the acting staff member, with the reason, in the transaction of that act. `details` are the act's own,
 * such as the filters of a download.
 */
export async function recordAdminAction(
  { orm, actor }: WriteTransaction,
  action: RecordAdminActionInput,
  details: Record<string, string> = {},
): Promise<void> {
  await orm.insert(adminActions).values({
    ...action,
    details,
    userId: actor.kind === 'staff' ? actor.userId : null,
    actor: sql`current_actor()`,
    requestId: sql`nullif(current_setting('app.request_id', true), '')`,
  });
}

/** So many problems are stored in words; `problems` counts all. */
const storedMessages = 50;

/** Stores the outcome of a verification for the pages of staff. For the system. */
export async function storeVerification(
  { orm }: WriteTransaction,
  { problems, verifiedBy, ...verified }: Verification & { verifiedBy: string },
): Promise<void> {
  const { startedAt, batches, rows, unsealed, comparedAnchor, comparedState, bypassedPolicies } = verified;
  await orm.insert(auditVerifications).values({
    verifiedBy,
    startedAt,
    batches,
    rows,
    unsealed,
    problems: problems.length,
    messages: problems.slice(0, storedMessages).map(({ message }) => message),
    comparedAnchor,
    comparedState,
    bypassedPolicies,
  });
}
