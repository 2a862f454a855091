/** Kinds of workers' compensation coverage as the board spells them, with their words. */
const coverages: Record<string, string> = {
  "Workers' Compensation Insurance": 'Workers’ compensation insurance',
  'Self-Insured': 'Self-insured',
  'Leasing Firm, Temp Agency, etc': 'Workers of a leasing firm or temporary agency, which covers them',
  Exempt: 'Exempt: the firm certifies that it has no employees',
  Family: 'Family members only',
  'Out of State': 'Coverage from another state',
  'License does not have current W/C': 'No current coverage on file',
};

export const exempt = 'Exempt';
export const noCoverage = 'License does not have current W/C';

/** The kinds of coverage that have words. */
export const coverageTypes: readonly string[] = Object.keys(coverages);

/** The kind of coverage in words; as the file has it if the board's list lacks it. */
export const coverageWords = (filed: string): string => coverages[filed] ?? filed;

/**
 * Classifications that need coverage with or without employees (Business and Professions Code 7125). D-49 is the
 * former name of C-49.
 */
export const mustBeCovered: readonly string[] = ['C-8', 'C-20', 'C-22', 'C-39', 'C-49', 'D-49'];
/** From this day every classification does, except a joint venture without employees. */
export const everyClassFrom = '2028-01-01';

/** Patterns for PostgreSQL too. */
export const limitedLiability = '^limited liability';
export const jointVenture = '^joint ?venture';
const limitedLiabilityPattern = new RegExp(limitedLiability, 'i');
const jointVenturePattern = new RegExp(jointVenture, 'i');

export const isLimitedLiability = (businessType: string | null): boolean =>
  businessType !== null && limitedLiabilityPattern.test(businessType);
export const isJointVenture = (businessType: string | null): boolean =>
  businessType !== null && jointVenturePattern.test(businessType);
