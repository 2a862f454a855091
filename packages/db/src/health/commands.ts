import type {
  AcknowledgeAlertInput,
  ChangeThresholdsInput,
  HealthCheckName,
  ResetThresholdsInput,
  StartMaintenanceInput,
} from '@namc/inputs/health';
import { and, eq, isNull, notInArray, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { pick } from '../engine/columns/pick.ts';
import { rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { users } from '../members/tables.ts';
import type { Evidence } from './tables.ts';
import {
  healthAlerts,
  healthMaintenance,
  healthStates,
  healthThresholds,
  portalHeartbeat,
} from './tables.ts';

/** What a check found in one round. `value` is in the check's unit. */
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
async function keepAlerts({ sql }: WriteTransaction, found: FoundHealth[]): Promise<void> {
  const patience = found.map(({ checkName, alertsAfter = 2, mayStayUnknown = false }) => ({
    check_name: checkName,
    after: alertsAfter,
    unknown_after: mayStayUnknown ? null : roundsOfUnknown,
  }));
  const now = () => sql`
    select s.check_name, s.state, s.says, s.evidence, s.rounds, p.after,
           s.state in ('warn', 'bad') and s.rounds >= p.after
             or s.state = 'unknown' and s.rounds >= p.unknown_after as is_alert
    from json_to_recordset(${JSON.stringify(patience)}::text::json)
      as p (check_name text, after int, unknown_after int)
    join health_states s using (check_name)`;
  await sql`
    update health_alerts a set resolved_at = now() where resolved_at is null and (
      exists (
        select from (${now()}) now
        where now.check_name = a.check_name and now.state in ('ok', 'not applicable') and now.rounds >= now.after)
      or not exists (select from health_states s where s.check_name = a.check_name))`;
  await sql`
    update health_alerts a set resolved_at = null
    where a.resolved_at > now() - ${settlesAfter}::text::interval and a.told_end_at is null
      and exists (select from (${now()}) now where now.check_name = a.check_name and now.is_alert)
      and not exists (
        select from health_alerts other where other.check_name = a.check_name and other.id <> a.id
          and (other.resolved_at is null or other.resolved_at > a.resolved_at))`;
  await sql`
    insert into health_alerts as a (check_name, state, says, evidence)
    select check_name, state, says, evidence from (${now()}) now where is_alert order by check_name
    on conflict (check_name) where resolved_at is null do update
    set state = excluded.state, says = excluded.says, evidence = excluded.evidence
    -- That nobody can tell any more does not make a known fault better.
    where excluded.state <> 'unknown' or a.state = 'unknown'`;
  await sql`delete from health_alerts where resolved_at < now() - interval '1 year'`;
}

const told = pick(healthAlerts, ['state', 'says']);
const receiver = pick(users, ['id', 'email'], 'u');

/** From then until then, at the clock of California, nobody is told of what can wait until morning. */
const nights = { from: '21:00', until: '07:00' };

/**
 * Tells the holders of `health.read` of alerts that began, got worse or are over, in one letter each, and marks them as told in the
 * same transaction: a repetition tells nothing. A warning waits until morning, and what began in a maintenance until its end.
 * One that is over before it was told is never told. For the system.
 */
export async function tellOfAlerts(
  tx: WriteTransaction,
  { origin, quiet = nights }: { origin: string; quiet?: { from: string; until: string } },
): Promise<void> {
  const { sql } = tx;
  const worst = (state: ReturnType<typeof sql>) =>
    sql`coalesce(array_position('{unknown,warn,bad}'::text[], ${state}), 0)`;
  const isNight = sql`(
    with clock as (
      select (now() at time zone 'America/Los_Angeles')::time as at, ${quiet.from}::text::time as evening, ${quiet.until}::text::time as morning)
    select case when evening < morning then at >= evening and at < morning else at >= evening or at < morning end from clock)`;
  const begun = await rowsOf(sql, told)`
    update health_alerts a
    set told_at = now(), told_state = case when ${worst(sql`state`)} >= ${worst(sql`told_state`)} then state else told_state end
    where resolved_at is null
      and (${worst(sql`state`)} > ${worst(sql`told_state`)} or acknowledged_until <= now() and told_at < acknowledged_until)
      and (${worst(sql`state`)} > ${worst(sql`acknowledged_state`)} or acknowledged_until <= now() or acknowledged_until is null)
      and (state = 'bad' or not ${isNight})
      and not exists (
        select from health_maintenance m where a.opened_at >= m.starts_at and a.opened_at < m.ends_at and now() < m.ends_at)
    returning ${told(sql)}`;
  const ended = await rowsOf(sql, told)`
    update health_alerts set told_end_at = now()
    where resolved_at < now() - ${settlesAfter}::text::interval and told_state is not null and told_end_at is null
      and (told_state = 'bad' or not ${isNight})
    returning ${told(sql)}`;
  if (begun.length + ended.length === 0) return;
  const staff = await rowsOf(sql, receiver)`
    select ${receiver(sql)} from users u
    where u.status = 'ACTIVE' and exists (
      select from user_roles r join role_permissions p using (role_code)
      where r.user_id = u.id and p.permission_code = 'health.read' and (r.expires_at is null or r.expires_at > now()))
    order by u.id`;
  const news = { origin, begun, ended: ended.map(({ says }) => says) };
  for (const { id, email } of staff) await sendLetter(tx, { userId: id, email }, 'health-alerts', news);
}

/**
 * Staff know of an open alert. Nobody hears of it again before so many hours are over, unless it gets worse.
 * @throws Refused if the alert is over.
 */
export async function acknowledgeAlert(
  tx: WriteTransaction,
  { id, hours, reason }: AcknowledgeAlertInput,
): Promise<void> {
  const [alert] = await tx.orm
    .update(healthAlerts)
    .set({
      acknowledgedState: text`state`,
      acknowledgedUntil: text`now() + ${hours}::int * interval '1 hour'`,
      acknowledgedReason: reason,
    })
    .where(and(eq(healthAlerts.id, id), isNull(healthAlerts.resolvedAt)))
    .returning({ check: healthAlerts.checkName });
  if (!alert) throw new Refused('This alert is over.');
  await recordAdminAction(
    tx,
    { action: 'health.acknowledge', targetTable: 'health_alerts', targetId: id, reason },
    { check: alert.check, hours: String(hours) },
  );
}

/** Begins a maintenance, or replaces the one that runs: nobody is told of what begins in it before it ends. */
export async function startMaintenance(
  tx: WriteTransaction,
  { hours, reason }: StartMaintenanceInput,
): Promise<void> {
  const window = { startsAt: text`now()`, endsAt: text`now() + ${hours}::int * interval '1 hour'`, reason };
  await tx.orm
    .insert(healthMaintenance)
    .values(window)
    .onConflictDoUpdate({ target: healthMaintenance.isOnly, set: window });
  await recordAdminAction(
    tx,
    { action: 'health.maintenance', targetTable: 'health_maintenance', targetId: 'only', reason },
    { hours: String(hours) },
  );
}

/**
 * Ends the maintenance. What began in it and is not over is told from now on.
 * @throws Refused if none runs.
 */
export async function endMaintenance(tx: WriteTransaction): Promise<void> {
  const { count } = await tx.orm.delete(healthMaintenance).where(text`ends_at > now()`);
  if (count === 0) throw new Refused('No maintenance runs.');
  await recordAdminAction(tx, {
    action: 'health.maintenance_end',
    targetTable: 'health_maintenance',
    targetId: 'only',
  });
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
