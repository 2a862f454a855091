import type { DocumentKind } from '@namc/inputs/invoices';
import type { PaymentProvider } from '@namc/inputs/payments';

export const documentKindWords: Record<DocumentKind, string> = {
  INVOICE: 'Invoice',
  RECEIPT: 'Receipt',
  CREDIT_NOTE: 'Credit note',
};

export const paymentWayWords: Record<PaymentProvider, string> = {
  CHECK: 'Check',
  TRANSFER: 'Transfer',
  CASH: 'Cash',
  CREDIT: 'Credit',
  STRIPE: 'Online',
};

/** An amount for a spreadsheet: `1500.50`. */
export const dollars = (cents: number) => (cents / 100).toFixed(2);

/** `invoice-2026-0001.pdf`. */
export const documentFileName = ({ kind, number }: { kind: DocumentKind; number: string }): string =>
  `${documentKindWords[kind].toLowerCase().replace(' ', '-')}-${number}.pdf`;
