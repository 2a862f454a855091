import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  payments: {
    select: { account: 'own', staff: 'payments.read' },
    insert: { staff: 'payments.manage' },
    update: { staff: 'payments.manage' },
  },
  payment_refunds: {
    select: { account: 'own', staff: 'payments.read' },
    insert: { staff: 'payments.manage' },
  },
};
