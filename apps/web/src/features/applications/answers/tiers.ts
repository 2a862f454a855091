import { api } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';

/** The tiers change with a decision of the board, not while somebody fills in the form. */
export const tiersQuery = () => api.memberships.listTiers.queryOptions();

/** “Regular, $500 a year”. */
export const tierInWords = ({ name, annualDuesCents }: { name: string; annualDuesCents: number }): string =>
  `${name}, ${formatCents(annualDuesCents)} a year`;
