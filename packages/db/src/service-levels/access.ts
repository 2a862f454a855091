import type { TableAccess, TableRules } from '../engine/access-rules.ts';

/** Written by the API's processes and by the roll-up. */
const measured: TableAccess = {
  select: { staff: 'health.read' },
  insert: { staff: 'system' },
  update: { staff: 'system' },
};

export const access: TableRules = {
  service_levels: { select: { staff: 'health.read' } },
  service_processes: { select: { staff: 'health.read' }, insert: { staff: 'system' } },
  service_minutes: measured,
  service_hours: measured,
  service_days: measured,
  service_coverage: { ...measured, delete: { staff: 'system' } },
};
