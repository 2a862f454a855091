import type { CheckoutStatus, DifferenceKind, DisputeStatus } from '@namc/inputs/checkouts';

export const checkoutWords: Record<CheckoutStatus, string> = {
  STARTED: 'Just begun',
  OPEN: 'On the payment page',
  PROCESSING: 'On its way from the bank',
  PAID: 'Paid',
  FAILED: 'Failed',
  EXPIRED: 'Not paid',
};

export const disputeWords: Record<DisputeStatus, string> = { OPEN: 'Open', WON: 'Won', LOST: 'Lost' };

export const differenceWords: Record<DifferenceKind, string> = {
  UNPLACED_EVENT: 'Unknown payment',
  MISSING_HERE: 'Missing in the books',
  MISSING_THERE: 'Missing at Stripe',
  AMOUNT: 'Another amount',
  REFUND_MISSING_HERE: 'Refund missing in the books',
  REFUND_MISSING_THERE: 'Refund missing at Stripe',
  REFUND_FAILED: 'Refund failed',
  NOT_RENEWED: 'Paid, not renewed',
  NOT_ALLOCATED: 'Paid twice',
  UPGRADE_KEPT: 'Refunded, still upgraded',
  DISPUTE: 'Dispute lost in part',
};
