import { type GetMonthInput, ledgerMonth } from '@namc/inputs/ledger';
import { californiaToday } from '../../../lib/formats.ts';

/** `2026-10` and so many months after it; before it for a number below zero. */
export function monthAt(month: string, after: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + after, 1)).toISOString().slice(0, 7);
}

/** The month of the report in the address; the last whole one without it, or for a word that is none. */
export function readLedgerMonth(search: { month?: unknown }): GetMonthInput {
  const { data } = ledgerMonth.safeParse(search.month);
  return { month: data ?? monthAt(californiaToday().slice(0, 7), -1) };
}
