import { escalationBounds } from '@namc/inputs/health';
import { and, type Column, eq, isNull, sql as text } from 'drizzle-orm';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { subjectOf } from '../letters.ts';
import { escalationSetting } from '../queries.ts';
import { healthAlerts } from '../tables.ts';
import { settlesAfter } from './rounds.ts';
import { sendToWebhooks, webhookMessage } from './webhooks.ts';

const receiver = pick(users, ['id', 'email'], 'u');
const wants = computed({ byEmail: 'boolean', inPortal: 'boolean' });

/** From then until then, at the clock of California, nobody is told of what can wait until morning. */
const nights = { from: '21:00', until: '07:00' };

const { openedAt } = healthAlerts;
/** The alert did not begin in a maintenance that still runs. */
const noMaintenance = text`not exists (
  select from health_maintenance m where ${openedAt} >= m.starts_at and ${openedAt} < m.ends_at and now() < m.ends_at)`;

/**
 * Tells the holders of `health.read` of alerts that began, got worse or are over, in one letter each, and the webhooks, and marks them as told in the
 * same transaction: a repetition tells nothing. A warning waits until morning, and what began in a maintenance until its end.
 * One that is over before it was told is never told. For the system.
 */
export async function tellOfAlerts(
  tx: WriteTransaction,
  { origin, quiet = nights }: { origin: string; quiet?: { from: string; until: string } },
): Promise<void> {
  const { sql, orm } = tx;
  const { state, says, toldState, toldAt, toldEndAt, resolvedAt } = healthAlerts;
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
        noMaintenance,
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
  await escalate(tx, origin);
  if (begun.length + ended.length === 0) return;
  const staff = await rowsOf(sql, receiver, wants)`
    select ${receiver(sql)}, coalesce(c.by_email, true) as "byEmail", coalesce(c.in_portal, true) as "inPortal"
    from users u left join alert_choices c on c.user_id = u.id
    where u.status = 'ACTIVE' and exists (
      select from user_roles r join role_permissions p using (role_code)
      where r.user_id = u.id and p.permission_code = 'health.read' and (r.expires_at is null or r.expires_at > now()))
    order by u.id`;
  const news = { origin, begun, ended: ended.map(({ says }) => says) };
  const over = ended.map(({ says }) => ({ state: 'over' as const, says }));
  await sendToWebhooks(tx, 'ALERTS', webhookMessage(subjectOf(news), pageOf(origin), [...begun, ...over]));
  for (const { id, email, ...ways } of staff)
    await sendLetter(tx, { userId: id, email }, 'health-alerts', news, ways);
}

const pageOf = (origin: string) => `${origin}/admin/health/alerts`;

/** Tells every administrator, whatever they chose, of what is bad and nobody answers, once. */
async function escalate(tx: WriteTransaction, origin: string): Promise<void> {
  const { state, says, toldState, toldAt, acknowledgedUntil, escalatedAt, resolvedAt } = healthAlerts;
  const unanswered = await tx.orm
    .update(healthAlerts)
    .set({ escalatedAt: text`now()` })
    .where(
      and(
        isNull(resolvedAt),
        isNull(escalatedAt),
        eq(state, 'bad'),
        eq(toldState, 'bad'),
        text`(${acknowledgedUntil} is null or ${acknowledgedUntil} <= now())`,
        text`${toldAt} <= now() - interval '1 minute' * coalesce(
          (select (s.value #>> '{}')::int from portal_settings s where s.name = ${escalationSetting}), ${escalationBounds.usual}::int)`,
        noMaintenance,
      ),
    )
    .returning({ says });
  if (unanswered.length === 0) return;
  const administrators = await rowsOf(tx.sql, receiver)`
    select ${receiver(tx.sql)} from users u
    where u.status = 'ACTIVE' and exists (
      select from user_roles r
      where r.user_id = u.id and r.role_code = 'administrator' and (r.expires_at is null or r.expires_at > now()))
    order by u.id`;
  const news = { origin, unanswered: unanswered.map((one) => one.says) };
  const bad = unanswered.map((one) => ({ state: 'bad' as const, says: one.says }));
  await sendToWebhooks(
    tx,
    'ESCALATION',
    webhookMessage('Nobody has answered an alert.', pageOf(origin), bad),
  );
  for (const { id, email } of administrators)
    await sendLetter(tx, { userId: id, email }, 'health-escalation', news);
}
