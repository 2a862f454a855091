import { kinOf } from '@namc/inputs/classification-kin';
import type { ContractorPageSearch } from './contractor-search.ts';
import type { Understood } from './understood.ts';

const classesShown = 3;

/** The classes that a search asks for, by its filter and by its words, as one text: rows are drawn again only when it changes. */
export const searchedClasses = (
  { trades }: Pick<ContractorPageSearch, 'trades'>,
  understood: readonly Understood[],
): string =>
  [
    ...new Set(
      [...trades, ...understood.flatMap((part) => (part.as === 'trade' ? part.codes : []))].flatMap(kinOf),
    ),
  ].join();

/** The classes of a row, those first that were searched. On paper the rest stand too, and one alone is never hidden. */
export function shownClasses(
  classifications: readonly string[],
  searched: string,
): { shown: string[]; rest: string[] } {
  const wanted = new Set(searched.split(','));
  const all = [
    ...classifications.filter((code) => wanted.has(code)),
    ...classifications.filter((code) => !wanted.has(code)),
  ];
  const most = all.length === classesShown + 1 ? all.length : classesShown;
  return { shown: all.slice(0, most), rest: all.slice(most) };
}
