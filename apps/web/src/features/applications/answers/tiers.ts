import { perPeriod } from '@namc/inputs/period-words';
import { api } from '../../../lib/api.ts';
import { formatCents } from '../../../lib/formats.ts';

/** The tiers change with a decision of the board, not while somebody fills in the form. */
export const tiersQuery = () => api.memberships.listTiers.queryOptions();

/** “Regular, $500 a year” or “Half, $250 for 6 months”. */
export const tierInWords = ({
  name,
  annualDuesCents,
  periodMonths,
}: {
  name: string;
  annualDuesCents: number;
  periodMonths: number;
}): string => `${name}, ${formatCents(annualDuesCents)} ${perPeriod(periodMonths)}`;
