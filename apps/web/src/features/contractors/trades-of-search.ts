import { kinOf } from '@namc/inputs/classification-kin';
import type { ContractorPage } from './contractor.ts';

/** The classes of the filter and of the words, with those that a search for them finds too. */
export function askedTrades(
  trades: readonly string[],
  understood: ContractorPage['understood'],
): Set<string> {
  const said = understood.flatMap((one) => ('codes' in one ? one.codes : []));
  return new Set([...trades, ...said].flatMap(kinOf));
}
