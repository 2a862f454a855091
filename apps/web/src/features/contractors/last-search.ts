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
