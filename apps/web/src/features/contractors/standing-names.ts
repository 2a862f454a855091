import type { StandingGroup } from '@namc/inputs/contractors';

/** The choices of the standing filter. */
export const standingNames: Record<StandingGroup, string> = {
  good: 'In good standing',
  pending: 'Clear, with a warning',
  'not-good': 'Not in good standing',
  unknown: 'Not known from the file',
};
