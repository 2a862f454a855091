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

/** The font that has a letter. Undefined for a letter of no font. `fonts/README.md` says how the fonts were cut. */
export function fontOf(letter: string): 'latin' | 'han' | undefined {
  if (
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\u0020-\u007e\u00a0-\u00ff\u2010-\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122]$/u.test(
      letter,
    )
  )
    return 'latin';
  if (/^[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$/u.test(letter)) return 'han';
  return undefined;
}

/** `invoice-2026-0001.pdf`. */
export const documentFileName = ({ kind, number }: { kind: DocumentKind; number: string }): string =>
  `${documentKindWords[kind].toLowerCase().replace(' ', '-')}-${number}.pdf`;
