import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  project_applications_one_live: 'You already have a bid on this project.',
  project_applications_one_awarded: 'This project is already awarded to another bid.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  bid_files_storage_key_unique: 'The database makes a new key for each file.',
};
