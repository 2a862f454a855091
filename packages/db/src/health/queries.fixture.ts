import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { changeEscalation } from './commands/alerts.ts';
import { recordHealth } from './commands/rounds.ts';
import {
  findMaintenance,
  getAlertChoices,
  getEscalation,
  listAlerts,
  listDeliveries,
  listHealthStates,
  listHealthThresholds,
  listWebhooks,
} from './queries.ts';

export async function queryRuns({
  administrator,
  db,
  find,
  runNow,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, (tx) =>
    recordHealth(tx, [
      { checkName: 'connections', state: 'ok', value: 12.5, says: 'Few.', evidence: [], tookMs: 1 },
      {
        checkName: 'mail',
        state: 'unknown',
        value: null,
        says: 'Nobody knows.',
        evidence: [{ status: 'FAILED', mails: 2, first: null, recent: true }],
        tookMs: 1,
      },
    ]),
  );
  await find(
    `insert into health_thresholds (check_name, warn, bad) values ('connections', 60, 80) returning check_name`,
  );
  await find(
    `insert into health_alerts (check_name, state, says, evidence, resolved_at)
     values ('connections', 'bad', 'Many.', '[{"login": "a"}]', null), ('mail', 'warn', 'It waits.', '[]', now()) returning id`,
  );
  await find(
    `update health_alerts set acknowledged_state = state, acknowledged_until = now() + interval '1 hour', acknowledged_reason = 'Known.'
     where resolved_at is null returning id`,
  );
  await find(
    `insert into health_maintenance (starts_at, ends_at, reason) values (now(), now() + interval '1 hour', 'A disk.') returning reason`,
  );
  await find(`insert into alert_webhooks (name, host) values ('Chat', 'hooks.example.org') returning name`);
  await find(
    `insert into alert_deliveries (webhook_id, kind, attempts, answer, problem, tried_at)
     select id, 'TEST', given.attempts, given.answer, given.problem, given.tried_at from alert_webhooks,
       (values (0, null::int, null, null::timestamptz), (1, 500, 'It answered 500.', now())) given (attempts, answer, problem, tried_at)
     returning id`,
  );
  const { userId } = administrator;
  await find(
    `insert into alert_choices (user_id, by_email, in_portal) values ('${userId}', true, false) returning user_id`,
  );
  await find(`update health_alerts set acknowledged_by = '${userId}' where resolved_at is null returning id`);
  await runNow('findMaintenance', [administrator, findMaintenance]);
  await runNow('getEscalation', [administrator, getEscalation]);
  await db.write(administrator, (tx) => changeEscalation(tx, { minutes: '45', reason: 'Nights are quiet.' }));
  await find(`update health_maintenance set started_by = '${userId}' returning reason`);
  return {
    getAlertChoices: [[{ kind: 'member', userId }, getAlertChoices]],
    getEscalation: [[administrator, getEscalation]],
    listWebhooks: [[administrator, listWebhooks]],
    listDeliveries: [[administrator, listDeliveries]],
    listAlerts: [[administrator, listAlerts]],
    findMaintenance: [[administrator, findMaintenance]],
    listHealthStates: [[administrator, listHealthStates]],
    listHealthThresholds: [[administrator, listHealthThresholds]],
  };
}
