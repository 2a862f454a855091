import type { Refusals } from '../engine/refusals.ts';

export const defects: Refusals = {
  membership_coverings_one_open: 'The command leaves an open one out.',
  membership_coverings_days_in_order: 'The command ends one today.',
  membership_coverings_by_another: 'The function finds a colleague.',
};
