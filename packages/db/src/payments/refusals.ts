import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  payments_idempotency_key_unique: 'This payment is already recorded.',
  payments_online_reference_once: 'A payment with this reference is already recorded.',
  payments_refunds_within: 'A refund can’t be more than the payment.',
  payments_refunds_of_paid: 'Only a payment that went through can be refunded.',
  payments_for_one_thing: 'A payment is for one membership or one registration, not both.',
  payment_refunds_idempotency_key_unique: 'This refund is already recorded.',
  payment_refunds_reason_given: 'Give a reason for the refund.',
};

export const defects: Refusals = {
  payments_allocated_within: 'The function pays no more than it has.',
  payments_allocated_to_invoice: 'The function names the invoice.',
  payments_credit_whole: 'The function uses no more credit than is left of the invoice.',
  payments_deposit_of_checks: 'The function takes checks and cash alone.',
  payment_refunds_credit_within: 'The function takes the smaller amount.',
  payments_void_whole: 'The function gives both.',
};
