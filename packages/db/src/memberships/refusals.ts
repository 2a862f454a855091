import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  memberships_no_overlap: 'This term overlaps another term of the same member.',
  memberships_days_in_order: 'The term can’t end before it starts.',
  membership_pauses_no_overlap: 'This pause shares a day with another pause of the same member.',
  membership_pauses_days_sensible: 'A pause is a year at most, and its last day isn’t before the first.',
};

export const defects: Refusals = {
  membership_tiers_period_sensible: 'The input allows no other number.',
  membership_tiers_position_sensible: 'The input allows no other number.',
  membership_tiers_code_sensible: 'The command makes no other code.',
  membership_tiers_benefits_sensible: 'The input allows no more.',
  memberships_basis_explained: 'The input asks for the reason.',
  membership_notices_once: 'A notice that went out already is left out.',
};
