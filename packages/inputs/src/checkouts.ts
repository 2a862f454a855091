import { z } from 'zod/mini';
import { amountCents } from './amount.ts';
import { id, manyLines, oneLine } from './text.ts';

/**
 * STARTED: the provider hasn’t answered yet. OPEN: the payment page waits for the person. PROCESSING: a bank moves the money.
 * PAID, FAILED and EXPIRED are the ends.
 */
export const checkoutStatuses = ['STARTED', 'OPEN', 'PROCESSING', 'PAID', 'FAILED', 'EXPIRED'] as const;
export type CheckoutStatus = (typeof checkoutStatuses)[number];

/** The states in which money may still arrive. An invoice has one such checkout at most. */
export const liveStatuses = ['STARTED', 'OPEN', 'PROCESSING'] as const;

/** What the provider says of a checkout. */
export const reportedCheckouts = ['OPEN', 'PROCESSING', 'PAID', 'FAILED', 'EXPIRED'] as const;
export type ReportedCheckout = (typeof reportedCheckouts)[number];

export const refundStatuses = ['REQUESTED', 'DONE', 'FAILED'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export const disputeStatuses = ['OPEN', 'WON', 'LOST'] as const;
export type DisputeStatus = (typeof disputeStatuses)[number];

/** The kinds of differences between the books and the provider, which staff look at. */
export const differenceKinds = [
  'UNPLACED_EVENT',
  'MISSING_HERE',
  'MISSING_THERE',
  'AMOUNT',
  'REFUND_MISSING_HERE',
  'REFUND_MISSING_THERE',
  'REFUND_FAILED',
  'NOT_RENEWED',
  'NOT_ALLOCATED',
  'UPGRADE_KEPT',
  'DISPUTE',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export const beginCheckoutInput = z.object({
  invoiceId: id,
  /** The member wants the card to be kept, and to renew the membership with it. */
  savesCard: z._default(z.boolean(), false),
});
export type BeginCheckoutInput = z.output<typeof beginCheckoutInput>;

export const settleOwnCheckoutInput = z.object({ checkoutId: id });
export type SettleOwnCheckoutInput = z.infer<typeof settleOwnCheckoutInput>;

export const findCheckoutInput = z.object({ invoiceId: id });

export const refundOnlineInput = z.object({
  paymentId: id,
  amountCents,
  reason: manyLines(500),
  /** The upgrade that the payment paid for is taken back when the money has left. */
  takesUpgradeBack: z.optional(z.boolean()),
  /** A repeated request carries the same key. */
  key: id,
});
export type RefundOnlineInput = z.infer<typeof refundOnlineInput>;

export const closeDifferenceInput = z.object({ differenceId: id, reason: oneLine(500) });
export type CloseDifferenceInput = z.infer<typeof closeDifferenceInput>;
