import { byId, type Foundations, type SampleRows } from '../tools/testing/sample-rows.ts';

const state = (name: string) =>
  `insert into health_states (check_name, state, says, evidence, took_ms, since, checked_at)
   values ('${name}', 'ok', 'All is well.', '[]', 1, now(), now())`;
const thresholds = (name: string) =>
  `insert into health_thresholds (check_name, warn, bad) values ('${name}', 1, 2)`;
const alert = (name: string) =>
  `insert into health_alerts (check_name, state, says, evidence) values ('${name}', 'bad', 'It broke.', '[]')`;
const maintenance =
  "insert into health_maintenance (starts_at, ends_at, reason) values (now(), now() + interval '1 hour', 'A new disk.')";
const choices = (person: string) =>
  `insert into alert_choices (user_id, by_email, in_portal) values ('${person}', true, false)`;
const webhook = (name: string) =>
  `insert into alert_webhooks (name, host) values ('${name}', 'hooks.example.org')`;
const sample = (probe: string) =>
  `insert into probe_samples (probe, minute, asked, answered) values ('${probe}', date_trunc('minute', now(), 'UTC'), 2, 1)`;
const counters = (server: string) =>
  `insert into server_counters (server, is_replica, started_at, deadlocks, temp_files, temp_bytes, checkpoints_timed,
     checkpoints_requested, relations)
   values ('${server}', false, now(), 0, 0, 0, 0, 0, '[]')`;
const report = (server: string) =>
  `insert into agent_reports (server, disks, wal_bytes, wal_files, wal_limit_bytes, clock_ms, clock_error_ms)
   values ('${server}', '[]', 0, 0, 1, 0, 0)`;
const portalKey = (fingerprint: string) =>
  `insert into portal_keys (kind, fingerprint, name)
   values ('COOKIE', left(md5('${fingerprint}'), 16), 'matrix') on conflict (kind, fingerprint) do update set last_seen_at = now()`;

export const rows: SampleRows = {
  health_states: {
    where: () => `check_name = 'matrix'`,
    attempt: (_person, fresh) => state(fresh),
    update: 'state = state',
  },
  health_thresholds: {
    where: () => `check_name = 'matrix'`,
    attempt: (_person, fresh) => thresholds(fresh),
    update: 'warn = warn',
  },
  health_alerts: {
    where: () => `check_name = 'matrix'`,
    attempt: (_person, fresh) => alert(fresh),
    update: 'acknowledged_state = acknowledged_state',
  },
  health_maintenance: {
    where: () => 'is_only',
    attempt: () => `${maintenance} on conflict (is_only) do update set reason = excluded.reason`,
    update: 'reason = reason',
  },
  alert_choices: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => choices(person),
    attempt: (person) =>
      `${choices(person)} on conflict (user_id) do update set by_email = excluded.by_email`,
    update: 'by_email = by_email',
  },
  alert_webhooks: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => webhook(fresh),
    update: 'host = host',
  },
  alert_deliveries: {
    where: byId('alert_deliveries'),
    insert: (_person, fresh) =>
      `insert into alert_deliveries (id, webhook_id, kind) select '${fresh}', id, 'TEST' from alert_webhooks where name = 'matrix'`,
    attempt: () =>
      `insert into alert_deliveries (webhook_id, kind) select id, 'TEST' from alert_webhooks where name = 'matrix'`,
    update: 'status = status',
  },
  probe_samples: {
    where: () => `probe = 'matrix'`,
    attempt: (_person, fresh) => sample(fresh),
    update: 'answered = answered',
  },
  server_counters: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => counters(fresh),
    update: 'deadlocks = deadlocks',
  },
  agent_reports: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => report(fresh),
    update: 'wal_files = wal_files',
  },
  portal_keys: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => portalKey(fresh),
    update: 'last_seen_at = last_seen_at',
  },
  portal_heartbeat: {
    where: () => 'is_only',
    attempt: () => 'insert into portal_heartbeat (is_only, beat_at) values (false, now())',
    update: 'beat_at = beat_at',
  },
};

export const foundations: Foundations = () => [
  state('matrix'),
  thresholds('matrix'),
  alert('matrix'),
  maintenance,
  sample('matrix'),
  webhook('matrix'),
  counters('matrix'),
  report('matrix'),
  portalKey('matrix'),
];
