import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  contractor_fetches_one_live: 'The file is being fetched already.',
  contractor_imports_one_at_work: 'Another file is being imported. Wait until it is done, or cancel it.',
};

/** Only a defect can break this. */
export const defects: Refusals = {
  contractor_imports_checked_once: 'The worker writes what a check found together with the status.',
};
