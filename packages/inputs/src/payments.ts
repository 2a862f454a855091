import { z } from 'zod/mini';
import { amountCents } from './amount.ts';
import { id, manyLines, oneLine } from './text.ts';

export const paymentProviders = ['STRIPE', 'CHECK', 'CASH', 'TRANSFER', 'CREDIT'] as const;
export type PaymentProvider = (typeof paymentProviders)[number];

/** A payment is voided when its check bounces or when it was recorded by mistake. */
export const paymentStatuses = ['PENDING', 'SUCCEEDED', 'FAILED', 'VOIDED'] as const;

/** Nobody reports a payment as voided: staff void it, with a reason. */
export const reportedStatuses = ['PENDING', 'SUCCEEDED', 'FAILED'] as const;

/** A payment as a provider, or a person at a desk, reports it. */
export const recordPaymentInput = z.object({
  userId: id,
  amountCents,
  status: z.enum(reportedStatuses),
  provider: z.enum(paymentProviders),
  providerReference: z.optional(oneLine(200)),
  /** A repeated report carries the same key. */
  idempotencyKey: oneLine(200),
  description: manyLines(500),
  paidAt: z.optional(z.date()),
  membershipId: z.optional(id),
  registrationId: z.optional(id),
});

export type RecordPaymentInput = z.infer<typeof recordPaymentInput>;

export const refundPaymentInput = z.object({
  paymentId: id,
  amountCents,
  reason: manyLines(500),
  idempotencyKey: oneLine(200),
  providerReference: z.optional(oneLine(200)),
});

export type RefundPaymentInput = z.infer<typeof refundPaymentInput>;
