import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  projects_bidding_has_deadline: 'A project needs a deadline before bidding can open.',
  projects_budget_in_order: 'The minimum budget is higher than the maximum.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  projects_opened_after_deadline: 'A trigger refuses the instant of the opening first.',
  project_files_storage_key_unique: 'The portal makes a new key for each file.',
};
