import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  checkouts: { select: { account: 'own', staff: 'payments.read' } },
  provider_events: { select: { staff: 'payments.read' } },
  online_refunds: { select: { staff: 'payments.read' } },
  payment_disputes: { select: { staff: 'payments.read' } },
  payment_differences: { select: { staff: 'payments.read' } },
};
