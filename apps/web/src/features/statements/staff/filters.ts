import {
  type Comparison,
  comparisons,
  queryId,
  type StatementOrder,
  type StatementRange,
  statementOrders,
  statementRanges,
} from '@namc/inputs/statements';

/** The filters in the address of the page. An empty address shows the last day by time. */
export interface StatementFilters {
  range?: StatementRange | undefined;
  order?: StatementOrder | undefined;
  /** The statement that the plot is about; all of them without it. */
  statement?: string | undefined;
  /** The time with which the changed statements are compared. Default: the same time before. */
  since?: Comparison | undefined;
  /** The procedure whose statements are listed. */
  caller?: string | undefined;
}

/** A name has no control characters, which the database could not even look for. */
const isName = /^\P{Cc}{1,100}$/u;

/** Reads the address. An unknown value becomes the usual one, and the usual ones stay out of the address. */
export function readStatementFilters(
  search: Partial<Record<keyof StatementFilters, unknown>>,
): StatementFilters {
  const range = statementRanges.find((one) => one === search.range);
  const order = statementOrders.find((one) => one === search.order);
  const since = comparisons.find((one) => one === search.since);
  const { data: statement } = queryId.safeParse(search.statement);
  return {
    ...(range && range !== '1d' && { range }),
    ...(order && order !== 'time' && { order }),
    ...(since && since !== 'before' && { since }),
    ...(statement && { statement }),
    ...(typeof search.caller === 'string' && isName.test(search.caller) && { caller: search.caller }),
  };
}
