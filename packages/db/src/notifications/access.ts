import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  // Written by `notify_account`.
  notifications: {
    select: { account: 'own', staff: 'system' },
    update: { account: 'own' },
    delete: { staff: 'system' },
  },
};
