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
  server_counters: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // The login of the agents adds rows through report_agent alone.
  agent_reports: { select: { staff: 'health.read' } },
  portal_heartbeat: { select: { staff: 'system' }, update: { staff: 'system' } },
};
