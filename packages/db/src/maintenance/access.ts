import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  maintenance_runs: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'health.manage' },
    delete: { staff: 'system' },
  },
  index_measurements: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
