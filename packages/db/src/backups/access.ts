import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  backup_runs: {
    select: { staff: 'health.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
  // The agent writes it through a function.
  file_copies: { select: { staff: 'health.read' } },
};
