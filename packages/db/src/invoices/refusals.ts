import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  invoices_one_open_for_dues: 'This member has another open invoice for dues. Void that one first.',
  invoices_one_open_upgrade: 'This member has another open invoice for an upgrade. Void that one first.',
};

export const defects: Refusals = {
  invoices_number_once: 'The counter gives each number once.',
  invoice_documents_number_once: 'The counter gives each number once.',
  invoices_paid_within: 'The function pays no more than the rest.',
  invoices_paid_when_whole: 'A trigger sets both.',
  invoices_void_unpaid: 'The function refuses it first, in words.',
  invoices_dues_whole: 'The functions give both or none.',
  invoices_taken_back_of_upgrade: 'The function takes back upgrades alone.',
  invoices_upgrade_whole: 'The function gives all of it.',
  invoices_days_in_order: 'The setting allows no earlier day.',
  invoices_closed_whole: 'The function gives all of it.',
};
