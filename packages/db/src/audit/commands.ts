import type { RecordAdminActionInput } from '@namc/inputs/audit';
import { sql as text } from 'drizzle-orm';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import type { SealKey } from './seal/entry.ts';
import { sealOutcome } from './seal/outcome-seal.ts';
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
    actor: text`current_actor()`,
    requestId: text`nullif(current_setting('app.request_id', true), '')`,
  });
}

/** Records an act that members do too, if staff did it. A member’s own act stands in the changes of its rows. */
export async function recordIfStaff(
  tx: WriteTransaction,
  action: RecordAdminActionInput,
  details: Record<string, string> = {},
): Promise<void> {
  if (tx.actor.kind === 'staff') await recordAdminAction(tx, action, details);
}

/** So many problems are stored in words; `problems` counts all. */
const storedMessages = 50;

const clock = computed({ now: 'Date' });

/** Stores the outcome of a verification for the pages of staff, with a seal. For the system. */
export async function storeVerification(
  { sql, orm }: WriteTransaction,
  { problems, verifiedBy, key, ...verified }: Verification & { verifiedBy: string; key: SealKey },
): Promise<void> {
  const { startedAt, batches, rows, unsealed, comparedAnchor, comparedState, bypassedPolicies } = verified;
  const [time] = await rowsOf(sql, clock)`select now() as now`;
  const outcome = {
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
  };
  // The column's own default is the same instant.
  const seal = sealOutcome(key, { ...outcome, finishedAt: time?.now ?? new Date() });
  await orm.insert(auditVerifications).values({ ...outcome, keyId: key.id, seal });
}
