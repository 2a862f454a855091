import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  backup_runs: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
};
