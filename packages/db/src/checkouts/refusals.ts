import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  online_refunds_reason_given: 'Give a reason for the refund.',
};

export const defects: Refusals = {
  checkouts_one_live_for_invoice: 'The function holds the invoice, and finds the one that is there.',
  checkouts_provider_session_once: 'The provider gives each number once.',
  checkouts_paid_whole: 'The function gives both.',
  checkouts_page_whole: 'The function gives all of it.',
  online_refunds_reference_once: 'The provider gives each number once.',
  payment_disputes_reference_once: 'The function finds the one that is there.',
  payment_differences_once: 'The function leaves the one that is there.',
  payment_differences_closed_whole: 'The function gives all of it.',
};
