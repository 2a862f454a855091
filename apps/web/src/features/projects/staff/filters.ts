import type { ListPostingsInput } from '@namc/inputs/postings';

export type PostingFilters = { [Name in 'q' | 'stage']?: ListPostingsInput[Name] | undefined };

let last: PostingFilters = {};

/** Remembers the list that staff may come back to from a project. */
export function rememberPostingFilters(filters: PostingFilters): void {
  last = filters;
}

export const lastPostingFilters = (): PostingFilters => last;
