import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  system_metrics: { select: { staff: 'any' }, insert: { staff: 'system' } },
};
