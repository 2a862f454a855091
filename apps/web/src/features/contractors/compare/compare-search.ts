import { readCompared } from '@namc/inputs/contractors';

/** The licenses as the address carries them. Never fails: what is no license number is left out. */
export const readCompareSearch = ({ licenses = '' }: { licenses?: unknown }): { licenses: string } => ({
  licenses: readCompared([licenses].flat().join(',')).join(','),
});
