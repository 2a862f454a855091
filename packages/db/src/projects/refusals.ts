import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  projects_external_reference_unique: 'This agency’s project of this number is here already.',
  projects_bidding_has_deadline: 'A project needs a deadline before bidding can open.',
  projects_budget_in_order: 'The minimum budget is higher than the maximum.',
  projects_questions_before_deadline: 'Questions end after the deadline for bids.',
  projects_site_walk_before_deadline: 'The site walk is after the deadline for bids.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  projects_mandatory_site_walk_timed: 'A save without a time for the site walk makes it optional.',
  projects_dir_registration_of_public_works: 'A save of private work asks for no registration.',
  projects_opened_after_deadline: 'A trigger refuses the instant of the opening first.',
  projects_opened_after_exceptions: 'A trigger refuses the instant of the opening first.',
  projects_opened_by_at_opening: '`stamp_opening` writes who opened the bids with the time.',
  project_files_storage_key_unique: 'The portal makes a new key for each file.',
};
