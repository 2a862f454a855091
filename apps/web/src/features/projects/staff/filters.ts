import { listPostingsInput } from '@namc/inputs/projects';
import { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

const postingSearch = z.pick(listPostingsInput, { q: true, stage: true });

type PostingSearch = z.output<typeof postingSearch>;
export type PostingFilters = { [Name in keyof PostingSearch]?: PostingSearch[Name] | undefined };

/** The filters as an address carries them. Wrong ones are left out. */
export function readPostingFilters(given: object): PostingFilters {
  const { q, stage } = readLeniently(postingSearch, given);
  return { ...(q && { q }), ...(stage && { stage }) };
}

let last: PostingFilters = {};

/** Remembers the list that staff may come back to from a project. */
export function rememberPostingFilters(filters: PostingFilters): void {
  last = filters;
}

export const lastPostingFilters = (): PostingFilters => last;
