import type { SearchKindName } from '@namc/inputs/search';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../lib/api.ts';

export type FoundGroup =
  | inferOutput<typeof api.search.searchPortal>[number]
  | inferOutput<typeof api.search.searchRecords>[number];
export type FoundHit = FoundGroup['hits'][number];

/** An address within the portal. */
export interface Place {
  to: string;
  search?: Record<string, string>;
}

interface KindWords {
  /** The heading of the group, and its rows in a sentence. */
  label: string;
  nouns: [one: string, many: string];
  /** The page of a row. */
  place: (id: string) => Place;
  /** The kind's own list with the same text; without it the page of the search lists them. */
  list?: (text: string) => Place;
}

const number = /^[\s#\d-]+$/;

/** The words and the pages of each kind. A new kind of `searchPortal` or `searchRecords` has its line here. */
export const searchKinds: Record<SearchKindName, KindWords> = {
  projects: {
    label: 'Open projects',
    nouns: ['open project', 'open projects'],
    place: (id) => ({ to: `/projects/${id}` }),
    list: (q) => ({ to: '/projects', search: { q } }),
  },
  past_projects: {
    label: 'Past projects',
    nouns: ['past project', 'past projects'],
    place: (id) => ({ to: `/projects/${id}` }),
    list: (q) => ({ to: '/projects', search: { q, state: 'over' } }),
  },
  firms: {
    label: 'Member firms',
    nouns: ['member firm', 'member firms'],
    place: (id) => ({ to: `/directory/${id}` }),
    list: (q) => ({ to: '/directory', search: { q } }),
  },
  people: {
    label: 'People',
    nouns: ['person', 'people'],
    place: (id) => ({ to: `/directory/${id.split(' ')[0] ?? ''}` }),
  },
  contractors: {
    label: 'Contractors',
    nouns: ['contractor', 'contractors'],
    place: (id) => ({ to: `/contractors/${id}` }),
    // The list would also take the words for trades and places.
    list: (q) => ({ to: '/contractors', search: number.test(q) ? { q } : { q, words: 'names' } }),
  },
  own_invoices: {
    label: 'Your invoices',
    nouns: ['invoice', 'invoices'],
    place: () => ({ to: '/membership/pay' }),
  },
  members: {
    label: 'Members',
    nouns: ['member', 'members'],
    place: (id) => ({ to: `/admin/members/${id}` }),
    list: (q) => ({ to: '/admin/members', search: { q } }),
  },
  invoices: {
    label: 'Invoices',
    nouns: ['invoice', 'invoices'],
    place: (id) => ({ to: `/admin/dues/${id}` }),
  },
};

/** `3`, or `50+` for more than the search counts. */
export const countOf = ({ total, isCapped }: Pick<FoundGroup, 'total' | 'isCapped'>): string =>
  `${total}${isCapped ? '+' : ''}`;

/** All rows of a group: in the kind's own list, unless that list does not correct what was typed. */
export function allOf({ kind, hits }: FoundGroup, text: string): Place {
  const { list } = searchKinds[kind];
  const isCorrected = hits[0]?.fit === 1;
  return list && !isCorrected ? list(text) : { to: '/search', search: { q: text, kind } };
}

/** “All 12 contractors” */
export const allWords = (group: FoundGroup): string =>
  `All ${countOf(group)} ${searchKinds[group.kind].nouns[1]}`;

/** The fit of a name from which on it comes before the pages of the portal: the name itself, or a number. */
export const exactFit = 5;

/** True for a kind that the portal knows today. What a browser kept may be older. */
export const isKind = (name: string): name is SearchKindName => Object.hasOwn(searchKinds, name);
