import { createContext } from 'react';

/** The classes that the search asks for. A row shows them before its other classes. */
export const AskedTrades = createContext<ReadonlySet<string>>(new Set());

/** The classes to show in a row, those that were asked for first, and the others. */
export function splitTrades(
  classifications: readonly string[],
  asked: ReadonlySet<string>,
  most: number,
): { shown: string[]; rest: string[] } {
  const inOrder = classifications.toSorted((a, b) => Number(asked.has(b)) - Number(asked.has(a)));
  return { shown: inOrder.slice(0, most), rest: inOrder.slice(most) };
}
