import { z } from 'zod/mini';
import { amountCents } from './amount.ts';
import { mostYears } from './memberships.ts';
import { calendarDate, id, oneLine, page, searchText } from './text.ts';

/**
 * The purposes of an invoice: dues of so many years, the rest of a term in a higher tier, a fee such as that for a returned check, or
 * something else.
 */
export const invoiceKinds = ['DUES', 'UPGRADE', 'FEE', 'OTHER'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/**
 * VOID: it should not have been issued. WRITTEN_OFF: nobody expects the money any more. WAIVED: the association asks for no money,
 * and dues count as paid.
 */
export const invoiceStatuses = ['OPEN', 'PAID', 'VOID', 'WRITTEN_OFF', 'WAIVED'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** The ways to close an open invoice without a payment. */
export const invoiceClosings = ['VOID', 'WRITTEN_OFF', 'WAIVED'] as const;
export type InvoiceClosing = (typeof invoiceClosings)[number];

export const documentKinds = ['INVOICE', 'RECEIPT', 'CREDIT_NOTE'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What has numbers without gaps. */
export const countedKinds = [...documentKinds, 'DEPOSIT'] as const;

/** The ways to pay an invoice that staff record by hand. CREDIT uses what the member has paid too much before. */
export const manualProviders = ['CHECK', 'TRANSFER', 'CASH', 'CREDIT'] as const;
export type ManualProvider = (typeof manualProviders)[number];

/** The ways in which staff give money back. */
export const refundWays = ['CHECK', 'TRANSFER', 'CASH'] as const;
/** An online payment goes back the way it came. */
export const anyRefundWay = [...refundWays, 'STRIPE'] as const;
export type RefundWay = (typeof anyRefundWay)[number];

const years = z.int().check(z.minimum(1), z.maximum(mostYears));

export const issueOwnInvoiceInput = z.object({ tierCode: oneLine(40), years });
export type IssueOwnInvoiceInput = z.infer<typeof issueOwnInvoiceInput>;

export const issueDuesInvoiceInput = z.object({ userId: id, tierCode: oneLine(40), years });
export type IssueDuesInvoiceInput = z.infer<typeof issueDuesInvoiceInput>;

/** An upgrade to a tier, for the amount that the person saw. Another one is refused: a day more or less costs something else. */
export const issueOwnUpgradeInput = z.object({ tierCode: oneLine(40), seenCents: amountCents });
export type IssueOwnUpgradeInput = z.infer<typeof issueOwnUpgradeInput>;

export const issueUpgradeInput = z.extend(issueOwnUpgradeInput, { userId: id });
export type IssueUpgradeInput = z.infer<typeof issueUpgradeInput>;

/** An invoice for something other than dues, in one line. */
export const issueOtherInvoiceInput = z.object({ userId: id, words: oneLine(200), amountCents });
export type IssueOtherInvoiceInput = z.infer<typeof issueOtherInvoiceInput>;

export const recordInvoicePaymentInput = z.object({
  invoiceId: id,
  provider: z.enum(manualProviders),
  /** The number of the check or of the transfer. */
  reference: z.optional(oneLine(60)),
  amountCents,
  receivedOn: calendarDate,
  /** The rest that the person saw. Another one is refused, so that nothing is recorded twice. */
  seenDueCents: amountCents,
  /** True to keep what is more than the rest as a credit of the member. Without it such a payment is refused: it may be a slip. */
  keepsCredit: z._default(z.boolean(), false),
  /** True from somebody who was told that an online payment of the invoice is under way. */
  knowsUnderWay: z.optional(z.boolean()),
  /** A repeated request carries the same key. */
  key: id,
});
export type RecordInvoicePaymentInput = z.infer<typeof recordInvoicePaymentInput>;

export const voidPaymentInput = z.object({
  paymentId: id,
  reason: oneLine(500),
  /** The fee for a returned check, which becomes an invoice of its own. */
  feeCents: z.optional(amountCents),
});
export type VoidPaymentInput = z.infer<typeof voidPaymentInput>;

export const refundInvoicePaymentInput = z.object({
  paymentId: id,
  amountCents,
  way: z.enum(refundWays),
  /** The number of the check or of the transfer. */
  reference: z.optional(oneLine(60)),
  reason: oneLine(500),
  /** The upgrade that the payment paid for is taken back. */
  takesUpgradeBack: z.optional(z.boolean()),
  /** A repeated request carries the same key. */
  key: id,
});
export type RefundInvoicePaymentInput = z.infer<typeof refundInvoicePaymentInput>;

export const closeInvoiceInput = z.object({
  invoiceId: id,
  closing: z.enum(invoiceClosings),
  reason: oneLine(500),
});
export type CloseInvoiceInput = z.infer<typeof closeInvoiceInput>;

export const getInvoiceInput = z.object({ invoiceId: id });
export const getDocumentInput = z.object({ documentId: id });
export const listInvoicesOfMemberInput = z.object({ userId: id });

/** The lists of invoices that staff see. */
export const invoiceStates = ['OPEN', 'OVERDUE', 'PAID', 'ALL'] as const;
export type InvoiceState = (typeof invoiceStates)[number];

export const invoiceFilters = z.object({
  state: z._default(z.enum(invoiceStates), 'OPEN'),
  /** A number, or a part of one, or a name. */
  q: z._default(searchText(100), ''),
});
export type InvoiceFilters = z.infer<typeof invoiceFilters>;

export const listInvoicesInput = z.extend(page, invoiceFilters.shape);
export type ListInvoicesInput = z.infer<typeof listInvoicesInput>;
