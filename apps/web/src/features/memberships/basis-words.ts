import type { TermBasis } from '@namc/inputs/memberships';

/** The basis of a term, in words. */
export const basisWords: Record<TermBasis, string> = {
  DUES: 'Paid',
  HONORARY: 'Honorary, without dues',
  COMPLIMENTARY: 'Complimentary, without dues',
};
