import type {
  AcknowledgeAlertInput,
  ChangeEscalationInput,
  ChangeThresholdsInput,
  ChooseAlertsInput,
  ResetThresholdsInput,
  StartMaintenanceInput,
} from '@namc/inputs/health';
import { and, eq, isNull, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { portalSettings } from '../../settings/tables.ts';
import { escalationSetting } from '../queries.ts';
import { alertChoices, healthAlerts, healthMaintenance, healthThresholds } from '../tables.ts';

const hoursAhead = (hours: string) => text`now() + ${hours}::text::int * interval '1 hour'`;

/**
 * Staff know of an open alert. Nobody hears of it again before so many hours are over, or before the time that they chose, unless it
 * gets worse.
 * @throws Refused if the alert is over, or the time is past or more than 31 days away.
 */
export async function acknowledgeAlert(
  tx: WriteTransaction,
  { id, lasts, until, reason }: AcknowledgeAlertInput,
): Promise<void> {
  const [alert] = await tx.orm
    .update(healthAlerts)
    .set({
      acknowledgedState: text`state`,
      acknowledgedUntil:
        lasts === 'until'
          ? text`${until}::text::timestamp at time zone 'America/Los_Angeles'`
          : hoursAhead(lasts),
      acknowledgedReason: reason,
    })
    .where(and(eq(healthAlerts.id, id), isNull(healthAlerts.resolvedAt)))
    .returning({ check: healthAlerts.checkName, until: healthAlerts.acknowledgedUntil });
  if (!alert) throw new Refused('This alert is over.');
  await recordAdminAction(
    tx,
    { action: 'health.acknowledge', targetTable: 'health_alerts', targetId: id, reason },
    { check: alert.check, until: alert.until?.toISOString() ?? '' },
  );
}

const windowOf = ({ hours, reason }: StartMaintenanceInput) => ({
  startsAt: text`now()`,
  endsAt: hoursAhead(hours),
  reason,
});

/**
 * Begins a maintenance: nobody is told of what begins in it before it ends.
 * @throws Refused if one runs.
 */
export async function startMaintenance(tx: WriteTransaction, input: StartMaintenanceInput): Promise<void> {
  const window = windowOf(input);
  const { count } = await tx.orm
    .insert(healthMaintenance)
    .values(window)
    .onConflictDoUpdate({
      target: healthMaintenance.isOnly,
      set: window,
      setWhere: text`${healthMaintenance.endsAt} <= now()`,
    });
  if (count === 0) throw new Refused('A maintenance runs already. You can change it or end it.');
  await recordAdminAction(
    tx,
    {
      action: 'health.maintenance',
      targetTable: 'health_maintenance',
      targetId: 'only',
      reason: input.reason,
    },
    { hours: input.hours },
  );
}

/**
 * Gives the maintenance that runs another end, counted from now, and another reason. Its beginning stays.
 * @throws Refused if none runs.
 */
export async function changeMaintenance(tx: WriteTransaction, input: StartMaintenanceInput): Promise<void> {
  const { startsAt: _, ...changed } = windowOf(input);
  const { count } = await tx.orm.update(healthMaintenance).set(changed).where(text`ends_at > now()`);
  if (count === 0) throw new Refused('No maintenance runs.');
  await recordAdminAction(
    tx,
    {
      action: 'health.maintenance_change',
      targetTable: 'health_maintenance',
      targetId: 'only',
      reason: input.reason,
    },
    { hours: input.hours },
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

/** Changes after how many minutes administrators are told of a bad alert that nobody has acknowledged. */
export async function changeEscalation(
  tx: WriteTransaction,
  { minutes, reason }: ChangeEscalationInput,
): Promise<void> {
  const changed = { value: Number(minutes), updatedBy: actingUser(tx) };
  await tx.orm
    .insert(portalSettings)
    .values({ name: escalationSetting, ...changed })
    .onConflictDoUpdate({ target: portalSettings.name, set: changed });
  await recordAdminAction(
    tx,
    { action: 'health.escalation', targetTable: 'portal_settings', targetId: escalationSetting, reason },
    { minutes: String(changed.value) },
  );
}

/** Says by which ways the acting person hears of alerts. */
export async function chooseAlerts(tx: WriteTransaction, choices: ChooseAlertsInput): Promise<void> {
  await tx.orm
    .insert(alertChoices)
    .values({ userId: actingUser(tx), ...choices })
    .onConflictDoUpdate({ target: alertChoices.userId, set: choices });
}
