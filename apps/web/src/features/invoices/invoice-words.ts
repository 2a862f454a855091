import type { DocumentKind, InvoiceStatus } from '@namc/inputs/invoices';
import { plural } from '../../lib/formats.ts';

export const invoiceStatusWords: Record<InvoiceStatus, string> = {
  OPEN: 'Open',
  PAID: 'Paid',
  VOID: 'Void',
  WRITTEN_OFF: 'Written off',
  WAIVED: 'Waived',
};

export const documentWords: Record<DocumentKind, string> = {
  INVOICE: 'Invoice',
  RECEIPT: 'Receipt',
  CREDIT_NOTE: 'Credit note',
};

export const providerWords = {
  CHECK: 'Check',
  TRANSFER: 'Transfer',
  CASH: 'Cash',
  STRIPE: 'Online payment',
  CREDIT: 'Credit',
} as const;

/** “12 days overdue”; undefined for an invoice that is not. */
export const overdueWords = (days: number): string | undefined =>
  days > 0 ? `${days} ${plural(days, 'day')} overdue` : undefined;
