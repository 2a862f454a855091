import { escalationBounds, healthCheckNames } from '@namc/inputs/health';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { portalSettings } from '../settings/tables.ts';
import {
  alertChoices,
  alertDeliveries,
  alertWebhooks,
  healthAlerts,
  healthMaintenance,
  healthStates,
  healthThresholds,
} from './tables.ts';

/** The worker checks each minute. After this long without a round nobody knows the state any more. */
const staleAfter = '3 minutes';

const state = pick(
  healthStates,
  ['checkName', 'state', 'value', 'says', 'evidence', 'since', 'checkedAt'],
  's',
);
const found = computed({
  /** True if the checks have not run for three minutes. */
  isStale: 'boolean',
});

export type HealthRow = RowsOf<[typeof found, typeof state]>;

/** The findings of the last round of checks. Empty before the first round. For those with `health.read`. */
export async function listHealthStates({ sql }: Transaction): Promise<HealthRow[]> {
  return rowsOf(sql, found, state)`
    select ${state(sql)},
           s.checked_at < now() - ${staleAfter}::text::interval as "isStale"
    from health_states s where s.check_name = any(${[...healthCheckNames]}) order by s.check_name`;
}

const limits = pick(healthThresholds, ['checkName', 'warn', 'bad', 'updatedAt'], 't');

export type HealthThresholds = RowOf<typeof limits>;

/** The limits that staff have set. A check without a line has its own. For those with `health.read`. */
export async function listHealthThresholds({ sql }: Transaction): Promise<HealthThresholds[]> {
  return rowsOf(sql, limits)`
    select ${limits(sql)} from health_thresholds t
    where t.check_name = any(${[...healthCheckNames]}) order by t.check_name`;
}

const alert = pick(
  healthAlerts,
  ['id', 'checkName', 'state', 'says', 'evidence', 'openedAt', 'resolvedAt', 'acknowledgedReason'],
  'a',
);
const known = computed({
  /** The person who acknowledged it; null if nobody has, or the account is no more. */
  acknowledgedByName: 'string | null',
  /** Until then staff know of it; null if nobody has said so, or the time is over. */
  acknowledgedUntil: 'Date | null',
});

export type AlertRow = RowsOf<[typeof known, typeof alert]>;

/** So many alerts that are over are shown, of the last 30 days. */
const shownOfPast = 100;

/** Open alerts, the worst first, and then the newest of those that ended in the last 30 days. For those with `health.read`. */
export async function listAlerts({ sql }: Transaction): Promise<AlertRow[]> {
  return rowsOf(sql, known, alert)`
    select ${alert(sql)},
           case when a.resolved_at is null and a.acknowledged_until > now() then a.acknowledged_until end as "acknowledgedUntil",
           p.first_name || ' ' || p.last_name as "acknowledgedByName"
    from health_alerts a left join users p on p.id = a.acknowledged_by
    where a.resolved_at is null or a.id in (
      select id from health_alerts where resolved_at > now() - interval '30 days' order by resolved_at desc, id desc limit ${shownOfPast})
    order by a.resolved_at desc nulls first, array_position('{bad,warn,unknown}'::text[], a.state), a.id desc`;
}

const maintenance = pick(healthMaintenance, ['startsAt', 'endsAt', 'reason'], 'm');
const begun = computed({
  /** The person who began it; null if the account is no more. */
  startedByName: 'string | null',
});

export type Maintenance = RowsOf<[typeof begun, typeof maintenance]>;

/** The maintenance that runs now, or null. For those with `health.read`. */
export async function findMaintenance({ sql }: Transaction): Promise<Maintenance | null> {
  const [row] = await rowsOf(sql, begun, maintenance)`
    select ${maintenance(sql)}, p.first_name || ' ' || p.last_name as "startedByName"
    from health_maintenance m left join users p on p.id = m.started_by where m.ends_at > now()`;
  return row ?? null;
}

/** The row of `portal_settings` with the minutes; the constraint `portal_settings_escalation_possible` keeps them in bounds. */
export const escalationSetting = 'alert_escalation_minutes';

const escalation = computed({ minutes: 'number', changedByName: 'string | null' });
const changed = optional(pick(portalSettings, { changedAt: 'updatedAt' }, 's'));

/** `changedAt` and `changedByName` are null as long as nobody has changed the minutes. */
export type Escalation = RowsOf<[typeof escalation, typeof changed]>;

/** After how many minutes administrators are told of a bad alert that nobody has acknowledged. For those with `health.read`. */
export async function getEscalation({ sql }: Transaction): Promise<Escalation> {
  const [row] = await rowsOf(sql, escalation, changed)`
    select coalesce((s.value #>> '{}')::int, ${escalationBounds.usual}::int) as minutes, ${changed(sql)},
           p.first_name || ' ' || p.last_name as "changedByName"
    from (values (${escalationSetting})) asked (name)
    left join portal_settings s using (name)
    left join users p on p.id = s.updated_by`;
  if (!row) throw new Error('A list of one value has one row.');
  return row;
}

const choices = pick(alertChoices, ['byEmail', 'inPortal'], 'c');

export type AlertChoices = RowOf<typeof choices>;

/** The ways by which the acting person hears of alerts: all, unless they chose otherwise. */
export async function getAlertChoices({ sql }: Transaction): Promise<AlertChoices> {
  const [row] = await rowsOf(sql, choices)`
    select ${choices(sql)} from alert_choices c where c.user_id = current_user_id()`;
  return row ?? { byEmail: true, inPortal: true };
}

const webhook = pick(alertWebhooks, ['id', 'name', 'host', 'createdAt'], 'w');

export type WebhookRow = RowOf<typeof webhook>;

/** The webhooks, by name. For those with `health.read`. */
export async function listWebhooks({ sql }: Transaction): Promise<WebhookRow[]> {
  return rowsOf(sql, webhook)`select ${webhook(sql)} from alert_webhooks w order by w.name`;
}

const delivery = pick(
  alertDeliveries,
  ['id', 'webhookId', 'kind', 'status', 'attempts', 'answer', 'problem', 'createdAt', 'triedAt'],
  'd',
);

export type DeliveryRow = RowOf<typeof delivery>;

/** So many deliveries of each webhook are shown. */
const shownDeliveries = 5;

/** The last deliveries of each webhook, the newest first. For those with `health.read`. */
export async function listDeliveries({ sql }: Transaction): Promise<DeliveryRow[]> {
  return rowsOf(sql, delivery)`
    select ${delivery(sql)}
    from alert_webhooks w
    join lateral (
      select * from alert_deliveries where webhook_id = w.id order by created_at desc, id desc limit ${shownDeliveries}) d on true
    order by d.created_at desc, d.id desc`;
}
