import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  ledger_months: {
    select: { staff: 'payments.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
};
