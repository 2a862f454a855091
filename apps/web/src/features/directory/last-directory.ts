import type { DirectoryChange } from './directory-search.ts';

let last: DirectoryChange = {};

/** Remembers the search of the directory that a person may come back to from a firm. */
export function rememberDirectory(address: DirectoryChange): void {
  last = address;
}

export const lastDirectory = (): DirectoryChange => last;
