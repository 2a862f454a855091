import type { CertificationState, Verification } from '@namc/inputs/certifications';

export const stateWords: Record<CertificationState, string> = {
  COMPLIANT: 'Compliant',
  EXPIRING: 'Expiring',
  EXPIRED: 'Expired',
  RE_EVALUATION: 'Under re-evaluation',
  REPLACED: 'Replaced',
};

export const verificationWords: Record<Verification, string> = {
  OPEN: 'Not verified',
  VERIFIED: 'Verified',
  REFUSED: 'Not confirmed',
};

/** “2 years”, “18 months” */
export const termInWords = (months: number): string => {
  const [count, unit] = months % 12 === 0 ? [months / 12, 'year'] : [months, 'month'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
