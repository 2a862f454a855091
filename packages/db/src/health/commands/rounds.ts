import type { HealthCheckName } from '@namc/inputs/health';
import { and, isNull, notInArray, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { type Evidence, healthAlerts, healthStates, portalHeartbeat } from '../tables.ts';

/** The finding of a check in one round. `value` is in the check's unit. */
export type FoundHealth = Pick<typeof healthStates.$inferSelect, 'state' | 'value' | 'says' | 'tookMs'> & {
  checkName: HealthCheckName;
  evidence: Evidence;
  /** So many rounds in a row open an alert, and end it. Default: 2. */
  alertsAfter?: number | undefined;
  /** True if it is no alert that nobody can tell. */
  mayStayUnknown?: true | undefined;
};

/** Nobody could tell for so many rounds in a row: half an hour. */
const roundsOfUnknown = 30;
/** An alert that comes back sooner goes on, and nobody is told that it was over. */
export const settlesAfter = '10 minutes';

/**
 * Stores what a whole round of checks found, and opens, changes and ends alerts. A state that has not changed keeps its `since`,
 * whichever process found it. The rows of checks that are no more go. For the system.
 */
export async function recordHealth(tx: WriteTransaction, found: FoundHealth[]): Promise<void> {
  const { sql, orm } = tx;
  const rows = found.map((one) => ({
    check_name: one.checkName,
    state: one.state,
    value: one.value,
    says: oneLineOf(one.says),
    evidence: one.evidence,
    took_ms: one.tookMs,
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
      since = case when h.state = excluded.state then h.since else excluded.since end,
      rounds = case
        when (h.state in ('warn', 'bad'), h.state = 'unknown') <> (excluded.state in ('warn', 'bad'), excluded.state = 'unknown')
          then 1
        -- Two processes that check at once are one round.
        when h.checked_at > now() - interval '15 seconds' then h.rounds
        else h.rounds + 1 end`;
  await orm.delete(healthStates).where(
    notInArray(
      healthStates.checkName,
      found.map(({ checkName }) => checkName),
    ),
  );
  await keepAlerts(tx, found);
}

/** Decides about the alerts from what `health_states` says by now. */
async function keepAlerts({ sql, orm }: WriteTransaction, found: FoundHealth[]): Promise<void> {
  const patience = JSON.stringify(
    found.map(({ checkName, alertsAfter = 2, mayStayUnknown = false }) => ({
      check_name: checkName,
      after: alertsAfter,
      unknown_after: mayStayUnknown ? null : roundsOfUnknown,
    })),
  );
  const { id, checkName, resolvedAt, toldEndAt } = healthAlerts;
  const patient = text`json_to_recordset(${patience}::text::json) as p (check_name text, after int, unknown_after int)`;
  await orm
    .update(healthAlerts)
    .set({ resolvedAt: text`now()` })
    .where(
      and(
        isNull(resolvedAt),
        text`(exists (
            select from health_states s join ${patient} using (check_name)
            where s.check_name = ${checkName} and s.state in ('ok', 'not applicable') and s.rounds >= p.after)
          or not exists (select from health_states s where s.check_name = ${checkName}))`,
      ),
    );
  await orm
    .update(healthAlerts)
    .set({ resolvedAt: null })
    .where(
      and(
        isNull(toldEndAt),
        text`${resolvedAt} > now() - ${settlesAfter}::text::interval
          and exists (
            select from health_states s join ${patient} using (check_name)
            where s.check_name = ${checkName} and s.state in ('warn', 'bad') and s.rounds >= p.after)
          and not exists (
            select from health_alerts other where other.check_name = ${checkName} and other.id <> ${id}
              and (other.resolved_at is null or other.resolved_at > ${resolvedAt}))`,
      ),
    );
  await sql`
    insert into health_alerts as a (check_name, state, says, evidence)
    select s.check_name, s.state, s.says, s.evidence
    from health_states s
    join json_to_recordset(${patience}::text::json) as p (check_name text, after int, unknown_after int) using (check_name)
    where s.state in ('warn', 'bad') and s.rounds >= p.after or s.state = 'unknown' and s.rounds >= p.unknown_after
    order by s.check_name
    on conflict (check_name) where resolved_at is null do update
    set state = excluded.state, says = excluded.says, evidence = excluded.evidence
    -- That nobody can tell any more does not make a known fault better.
    where excluded.state <> 'unknown' or a.state = 'unknown'`;
  await orm.delete(healthAlerts).where(text`${resolvedAt} < now() - interval '1 year'`);
}

/** A server's own message may have several lines. */
const oneLineOf = (says: string): string => says.replaceAll(/\s+/g, ' ').trim().slice(0, 1_000);

/** Writes the heartbeat, unless another process has just done it. For the system. */
export async function beatHeart({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(portalHeartbeat)
    .set({ beatAt: text`clock_timestamp()` })
    .where(text`beat_at < clock_timestamp() - interval '1.5 seconds'`);
}
