import { coverageMandates } from '@namc/inputs/coverage-mandates';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { coverageIs, exempt, jointVenture } from './coverage.ts';

/**
 * The first day on which an exemption from workers' compensation does not count for the classes of a license, over a row of
 * `california_contractors`. Null for a license without an exemption, and for a joint venture. `standingGroup` counts it as it
 * stands in the files.
 */
export const exemptionEnd = (sql: TransactionClient): Fragment => sql`
  case when ${sql.unsafe(coverageIs('workers_comp_coverage_type', exempt))} and (business_type ~* ${jointVenture}) is not true
    then least(${coverageMandates
      .map(({ classifications, from }) =>
        classifications === null
          ? sql`${from}::date`
          : sql`case when classifications && ${[...classifications]}::text[] then ${from ?? '1900-01-01'}::date end`,
      )
      .reduce((days, day) => sql`${days}, ${day}`)}) end`;
