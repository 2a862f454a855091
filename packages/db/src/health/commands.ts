import type {
  AcknowledgeAlertInput,
  ChangeThresholdsInput,
  HealthCheckName,
  ResetThresholdsInput,
  StartMaintenanceInput,
} from '@namc/inputs/health';
import { and, type Column, eq, isNull, lt, notInArray, or, sql as text } from 'drizzle-orm';
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
  serverCounters,
} from './tables.ts';

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
const settlesAfter = '10 minutes';

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
  const { sql, orm } = tx;
  const { state, says, toldState, toldAt, toldEndAt, openedAt, resolvedAt } = healthAlerts;
  const { acknowledgedState, acknowledgedUntil } = healthAlerts;
  const rank = (column: Column) => text`coalesce(array_position('{unknown,warn,bad}'::text[], ${column}), 0)`;
  const isDay = text`not (
    with clock as (
      select (now() at time zone 'America/Los_Angeles')::time as at, ${quiet.from}::text::time as evening, ${quiet.until}::text::time as morning)
    select case when evening < morning then at >= evening and at < morning when evening > morning then at >= evening or at < morning else false end from clock)`;
  const begun = await orm
    .update(healthAlerts)
    .set({
      toldAt: text`now()`,
      toldState: text`case when ${rank(state)} >= ${rank(toldState)} then ${state} else ${toldState} end`,
    })
    .where(
      and(
        isNull(resolvedAt),
        text`(${rank(state)} > ${rank(toldState)} or ${acknowledgedUntil} <= now() and ${toldAt} < ${acknowledgedUntil})`,
        text`(${acknowledgedUntil} is null or ${acknowledgedUntil} <= now() or ${rank(state)} > ${rank(acknowledgedState)})`,
        text`(${state} = 'bad' or ${isDay})`,
        text`not exists (
          select from health_maintenance m where ${openedAt} >= m.starts_at and ${openedAt} < m.ends_at and now() < m.ends_at)`,
      ),
    )
    .returning({ state, says });
  const ended = await orm
    .update(healthAlerts)
    .set({ toldEndAt: text`now()` })
    .where(
      and(
        isNull(toldEndAt),
        text`${resolvedAt} < now() - ${settlesAfter}::text::interval and ${toldState} is not null`,
        text`(${toldState} = 'bad' or ${isDay})`,
      ),
    )
    .returning({ says });
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

/** What a server had counted at a moment, by its own words. */
export type CounterReading = Omit<typeof serverCounters.$inferInsert, 'takenAt'>;

/** Differences over a few hours are asked for at most. */
const countersAreKept = '3 hours';

/**
 * Stores a reading of each server that could be read, for the differences, and removes old ones and those of servers that nobody
 * watches any more. For the system.
 */
export async function recordCounters(
  { orm }: WriteTransaction,
  { readings, watched }: { readings: CounterReading[]; watched: string[] },
): Promise<void> {
  if (readings.length > 0) await orm.insert(serverCounters).values(readings).onConflictDoNothing();
  await orm
    .delete(serverCounters)
    .where(
      or(
        notInArray(serverCounters.server, watched),
        lt(serverCounters.takenAt, text`now() - ${countersAreKept}::text::interval`),
      ),
    );
}
