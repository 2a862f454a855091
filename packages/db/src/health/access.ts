import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  health_states: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  health_thresholds: {
    select: { staff: 'health.read' },
    insert: { staff: 'health.manage' },
    update: { staff: 'health.manage' },
    delete: { staff: 'health.manage' },
  },
  health_alerts: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'health.manage' },
    delete: { staff: 'system' },
  },
  health_maintenance: {
    select: { staff: 'health.read' },
    insert: { staff: 'health.manage' },
    update: { staff: 'health.manage' },
    delete: { staff: 'health.manage' },
  },
  alert_choices: {
    select: { account: 'own', staff: 'system' },
    insert: { account: 'own' },
    update: { account: 'own' },
    delete: { staff: 'system' },
  },
  alert_webhooks: {
    select: { staff: 'health.read' },
    insert: { staff: 'health.manage' },
    update: { staff: 'system' },
    delete: { staff: 'health.manage' },
  },
  alert_deliveries: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  probe_samples: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  server_counters: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // The login of the agents adds rows through report_agent alone.
  agent_reports: { select: { staff: 'health.read' } },
  portal_keys: {
    select: { staff: 'system' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
  portal_heartbeat: { select: { staff: 'system' }, update: { staff: 'system' } },
};
