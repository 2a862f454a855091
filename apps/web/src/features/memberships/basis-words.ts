import type { TermBasis } from '@namc/inputs/memberships';

/** What a term stands on, in words. */
export const basisWords: Record<TermBasis, string> = {
  DUES: 'Paid',
  HONORARY: 'Honorary, without dues',
  COMPLIMENTARY: 'Complimentary, without dues',
};
