import { coverageMandates } from '@namc/inputs/coverage-mandates';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { coverageIs, exempt, jointVenture } from './coverage.ts';

/** True for a license that the board's file lists as exempt from workers' compensation, over a row of `california_contractors`. */
export const isExempt = (sql: TransactionClient): Fragment =>
  sql`${sql.unsafe(coverageIs('workers_comp_coverage_type', exempt))}`;

/**
 * The first day on which an exemption from workers' compensation does not count for the classes of a license, over a row of
 * `california_contractors`. Null for a license without an exemption, and for a joint venture. `standingGroup` counts it as it
 * stands in the files.
 */
export const exemptionEnd = (sql: TransactionClient): Fragment => sql`
  case when ${isExempt(sql)} and (business_type ~* ${jointVenture}) is not true
    then least(${coverageMandates
      .map(({ classifications, from }) =>
        classifications === null
          ? sql`${from}::date`
          : sql`case when classifications && ${[...classifications]}::text[] then ${from ?? '1900-01-01'}::date end`,
      )
      .reduce((days, day) => sql`${days}, ${day}`)}) end`;
