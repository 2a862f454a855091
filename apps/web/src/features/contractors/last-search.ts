import type { ContractorPageSearch } from './contractor-search.ts';

interface LastSearch {
  search: ContractorPageSearch;
  /** Its filters in words. */
  words: string[];
}

let last: LastSearch | undefined;

/** Remembers the search that a person may come back to from a license. */
export function rememberSearch(search: LastSearch): void {
  last = search;
}

export const lastSearch = (): LastSearch | undefined => last;

let compared = '';

/** Remembers the comparison, as its address carries it, that a person may come back to from a license. */
export function rememberCompared(licenses: string): void {
  compared = licenses;
}

export const lastCompared = (): string => compared;
