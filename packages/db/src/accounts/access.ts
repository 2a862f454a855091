import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  account_requests: {
    select: { staff: 'system' },
    insert: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
