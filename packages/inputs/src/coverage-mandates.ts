/** A rule of Business and Professions Code 7125: who needs workers’ compensation coverage with or without employees. */
export interface CoverageMandate {
  /** Null for every classification. */
  classifications: readonly string[] | null;
  /** The first day of the rule, `YYYY-MM-DD`; null for one that is older than any day of the portal. */
  from: string | null;
  source: string;
}

/** The first day on which every classification needs coverage. */
export const everyClassFrom = '2028-01-01';

/** The rules, the oldest first. D-49 is the former name of C-49. A joint venture without employees may stay exempt. */
export const coverageMandates: readonly CoverageMandate[] = [
  { classifications: ['C-39'], from: null, source: 'Business and Professions Code 7125' },
  {
    classifications: ['C-8', 'C-20', 'C-22', 'C-49', 'D-49'],
    from: '2023-01-01',
    source: 'SB 216 (Statutes of 2022, chapter 978)',
  },
  {
    classifications: null,
    from: everyClassFrom,
    source: 'SB 216, with the day that SB 1455 (2024) moved from January 1, 2026',
  },
];

/** The classifications that need coverage on a day, before every one does. */
export const mandatedClasses = (on: string): string[] =>
  coverageMandates.flatMap(({ classifications, from }) =>
    classifications !== null && (from === null || from <= on) ? [...classifications] : [],
  );
