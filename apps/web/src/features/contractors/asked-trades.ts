import { kinOf } from '@namc/inputs/classification-kin';
import { createContext } from 'react';
import type { ContractorPage } from './contractor.ts';

/** The classes that the search asks for. A row shows them before its other classes. */
export const AskedTrades = createContext<ReadonlySet<string>>(new Set());

/** The classes of the filter and of the words, with those that a search for them finds too. */
export function askedTrades(
  trades: readonly string[],
  understood: ContractorPage['understood'],
): Set<string> {
  const said = understood.flatMap((one) => ('codes' in one ? one.codes : []));
  return new Set([...trades, ...said].flatMap(kinOf));
}

/** The classes to show in a row, those that were asked for first, and the others. */
export function splitTrades(
  classifications: readonly string[],
  asked: ReadonlySet<string>,
  most: number,
): { shown: string[]; rest: string[] } {
  const inOrder = [
    ...classifications.filter((code) => asked.has(code)),
    ...classifications.filter((code) => !asked.has(code)),
  ];
  return { shown: inOrder.slice(0, most), rest: inOrder.slice(most) };
}
