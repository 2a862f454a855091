import type { Actor } from '@namc/db';

/**
 * The board's files are public, and everybody may look at them here; what a visitor gets leaves out addresses,
 * telephones and policy numbers (`PublicLicense` in the data layer).
 */
export function maySeeContractors(_actor: Actor): boolean {
  return true;
}
