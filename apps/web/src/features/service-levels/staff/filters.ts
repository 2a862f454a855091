import { type GetServiceReportInput, reportMonth } from '@namc/inputs/service-levels';
import { type StatementRange, statementRanges } from '@namc/inputs/statements';

/** The span in the address of the page. An empty address shows the last day. */
export interface LevelFilters {
  range?: StatementRange | undefined;
}

/** Reads the address. An unknown span becomes the usual one, which stays out of the address. */
export function readLevelFilters(search: { range?: unknown }): LevelFilters {
  const range = statementRanges.find((one) => one === search.range);
  return range && range !== '1d' ? { range } : {};
}

const inCalifornia = (at: Date) =>
  at.toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' }).slice(0, 7);

/** The month of the report in the address; the last whole one without it. */
export function readReportMonth(search: { month?: unknown }): GetServiceReportInput {
  const { data } = reportMonth.safeParse(search.month);
  return { month: data ?? monthBefore(inCalifornia(new Date())) };
}

export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
