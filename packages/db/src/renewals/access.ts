import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  payment_customers: { select: { account: 'own', staff: 'payments.read' } },
  automatic_renewals: { select: { account: 'own', staff: 'payments.read' } },
  renewal_charges: { select: { account: 'own', staff: 'payments.read' } },
};
