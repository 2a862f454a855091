import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  replication_points: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
