import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  companies_license_once: 'This license belongs to another company.',
  companies_license_number_fk: 'The license board’s file has no license with this number.',
  companies_bonding_in_order: 'The bond for one job can’t be larger than the one for all jobs.',
};

const byFunctions = 'The functions that change a company’s people answer first.';

export const defects: Refusals = {
  companies_zip_code_digits: 'The input takes five digits.',
  company_people_once: byFunctions,
  company_invitations_once: byFunctions,
  company_invitations_normalized: 'The input is in lower case.',
  company_invitations_accepted_whole: byFunctions,
};
