import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {};

export const defects: Refusals = {
  payment_customers_reference_once: 'The provider gives each number once.',
  automatic_renewals_once: 'The function finds the one that is there.',
  automatic_renewals_one_on: 'The function holds the account, and switches the other one off.',
  automatic_renewals_last_four_digits: 'The provider gives four digits.',
  automatic_renewals_month_sensible: 'The provider gives a month.',
  automatic_renewals_card_whole: 'The function gives all of it.',
  automatic_renewals_off_whole: 'The function gives both.',
  automatic_renewals_removed_when_off: 'The function asks for one that is off.',
  renewal_charges_once: 'The function leaves the one that is there.',
  renewal_charges_tries_sensible: 'The second try is the last one.',
};
