import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  // Written by triggers. Staff also read the rows that name a permission of theirs.
  live_events: { select: { account: 'own', staff: 'system' }, delete: { staff: 'system' } },
};
