import type { StandingChoice } from '@namc/inputs/contractors';

/** The choices of the standing filter. */
export const standingNames: Record<StandingChoice, string> = {
  good: 'In good standing',
  clear: 'Clear, even with a warning',
  pending: 'Clear, with a warning',
  'not-good': 'Not in good standing',
  unknown: 'Unknown',
};
