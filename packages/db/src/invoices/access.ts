import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  invoice_counters: {},
  invoices: { select: { account: 'own', staff: 'payments.read' } },
  invoice_documents: { select: { account: 'own', staff: 'payments.read' } },
};
