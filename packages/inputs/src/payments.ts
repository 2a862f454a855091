import { z } from 'zod';
import { calendarDate } from './contractors.ts';
import { amountCents, id, words } from './text.ts';

export const paymentProviders = ['STRIPE', 'CHECK', 'CASH', 'TRANSFER'] as const;
export const paymentStatuses = ['PENDING', 'SUCCEEDED', 'FAILED'] as const;

/** Of a term of membership. */
export const membershipStatuses = ['ACTIVE', 'ENDED', 'CANCELLED'] as const;
export type MembershipStatus = (typeof membershipStatuses)[number];

/** A payment as a provider, or a person at a desk, reports it. */
export const paymentReport = z.object({
  userId: id,
  amountCents,
  status: z.enum(paymentStatuses),
  provider: z.enum(paymentProviders),
  providerReference: words(200).optional(),
  /** The same report repeated carries the same key. */
  idempotencyKey: words(200),
  description: words(500),
  paidAt: z.date().optional(),
  membershipId: id.optional(),
  registrationId: id.optional(),
});
export type PaymentReport = z.infer<typeof paymentReport>;

export const refundRequest = z.object({
  paymentId: id,
  amountCents,
  reason: words(500),
  idempotencyKey: words(200),
  providerReference: words(200).optional(),
});
export type RefundRequest = z.infer<typeof refundRequest>;

export const membershipTerm = z
  .object({ userId: id, tierCode: words(40), startsOn: calendarDate, endsOn: calendarDate })
  .refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
    path: ['endsOn'],
    message: 'is before the first day',
  });
export type MembershipTerm = z.infer<typeof membershipTerm>;
