import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  payments_idempotency_key_unique: 'This payment is already recorded.',
  payments_provider_reference_once: 'A payment with this reference is already recorded.',
  payments_refunds_within: 'A refund can’t be more than the payment.',
  payments_refunds_of_paid: 'Only a payment that went through can be refunded.',
  payments_for_one_thing: 'A payment is for one membership or one registration, not both.',
  payment_refunds_idempotency_key_unique: 'This refund is already recorded.',
  payment_refunds_reason_given: 'Give a reason for the refund.',
};
