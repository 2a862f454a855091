import type { ChangeThresholdsInput, HealthCheckName, ResetThresholdsInput } from '@namc/inputs/health';
import { eq, notInArray, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import type { Evidence } from './tables.ts';
import { healthStates, healthThresholds, portalHeartbeat } from './tables.ts';

/** What a check found in one round. `value` is in the check's unit. */
export type FoundHealth = Pick<typeof healthStates.$inferSelect, 'state' | 'value' | 'says' | 'tookMs'> & {
  checkName: HealthCheckName;
  evidence: Evidence;
};

/**
 * Stores what a whole round of checks found. A state that has not changed keeps its `since`, whichever process found it. The
 * rows of checks that are no more go. For the system.
 */
export async function recordHealth({ sql, orm }: WriteTransaction, found: FoundHealth[]): Promise<void> {
  const rows = found.map(({ checkName, state, value, says, evidence, tookMs }) => ({
    check_name: checkName,
    state,
    value,
    says: oneLineOf(says),
    evidence,
    took_ms: tookMs,
  }));
  await sql`
    insert into health_states as h (check_name, state, value, says, evidence, took_ms, since, checked_at)
    select check_name, state, value, says, evidence, took_ms, now(), now()
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as row (check_name text, state text, value float8, says text, evidence json, took_ms float8)
    -- Two rounds that end together lock the rows in one order.
    order by check_name
    on conflict (check_name) do update set
      state = excluded.state, value = excluded.value, says = excluded.says, evidence = excluded.evidence,
      took_ms = excluded.took_ms, checked_at = excluded.checked_at,
      since = case when h.state = excluded.state then h.since else excluded.since end`;
  await orm.delete(healthStates).where(
    notInArray(
      healthStates.checkName,
      found.map(({ checkName }) => checkName),
    ),
  );
}

/** A server's own message may have several lines. */
const oneLineOf = (says: string): string => says.replaceAll(/\s+/g, ' ').trim().slice(0, 1_000);

/** Sets from where on a check warns and is bad, in the check's unit. */
export async function changeThresholds(
  tx: WriteTransaction,
  { check, warn, bad, reason }: ChangeThresholdsInput,
): Promise<void> {
  const limits = { warn: Number(warn), bad: Number(bad) };
  await tx.orm
    .insert(healthThresholds)
    .values({ checkName: check, ...limits })
    .onConflictDoUpdate({ target: healthThresholds.checkName, set: limits });
  await recordAdminAction(
    tx,
    { action: 'health.thresholds', targetTable: 'health_thresholds', targetId: check, reason },
    { warn: String(limits.warn), bad: String(limits.bad) },
  );
}

/**
 * Gives a check its own limits back.
 * @throws Refused if it has them already.
 */
export async function resetThresholds(
  tx: WriteTransaction,
  { check, reason }: ResetThresholdsInput,
): Promise<void> {
  const { count } = await tx.orm.delete(healthThresholds).where(eq(healthThresholds.checkName, check));
  if (count === 0) throw new Refused('This check has its own limits already.');
  await recordAdminAction(tx, {
    action: 'health.reset',
    targetTable: 'health_thresholds',
    targetId: check,
    reason,
  });
}

/** Writes the heartbeat, unless another process has just done it. For the system. */
export async function beatHeart({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(portalHeartbeat)
    .set({ beatAt: text`clock_timestamp()` })
    .where(text`beat_at < clock_timestamp() - interval '1.5 seconds'`);
}
