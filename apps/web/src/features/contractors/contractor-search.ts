import { mapPlace } from '@namc/inputs/bounds';
import {
  type ContractorFilters,
  contractorFilters,
  mostBusinessTypes,
  mostPlace,
  mostTrades,
  mostWords,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { z } from 'zod/mini';
import { beginningOf } from '../../lib/beginning-of.ts';
import { readLeniently } from '../../lib/lenient.ts';
import { stringifySearchParams } from '../../lib/search-params.ts';

const mostOf = { q: mostWords, near: mostPlace, trades: mostTrades, businessTypes: mostBusinessTypes };
const cuttable = ['q', 'near', 'trades', 'businessTypes'] as const;
const ofValues = [
  'trades',
  'certifications',
  'counties',
  'region',
  'standing',
  'on',
  'member',
  'miles',
  'bounds',
] as const;

/** The parts of the search page's address: the filters, their order, and what the screen shows of them. */
const pageSearch = z.extend(contractorFilters, {
  sort: searchContractorsInput.shape.sort,
  /** On a phone, list and map take turns. */
  view: z._default(z.enum(['list', 'map']), 'list'),
  at: mapPlace,
  /** The fields of which a link held more than a search takes. */
  cut: z._default(z.array(z.enum(cuttable)).check(z.maxLength(cuttable.length)), []),
  /** The fields of which a link held something that no search can read. */
  unread: z._default(z.array(z.enum(ofValues)).check(z.maxLength(ofValues.length)), []),
});
export type ContractorPageSearch = z.output<typeof pageSearch>;
export type SearchChange = { [Name in keyof ContractorPageSearch]?: ContractorPageSearch[Name] | undefined };

export const contractorSearchDefaults: ContractorPageSearch = pageSearch.parse({});

/**
 * Never fails: a mistyped or shortened address still opens the page. A text given twice is one text, a place given twice asks which
 * one is meant, and of what is too much the beginning stays.
 */
export function readContractorSearch(given: Record<string, unknown>): ContractorPageSearch {
  const q = [given.q ?? ''].flat().join(' ');
  const near = [...new Set([given.near ?? ''].flat().filter(isText))].join(' or ');
  const whole: Record<string, unknown> = { ...given, q, near };
  const cut = cuttable.filter(
    (name) => [given.cut].flat().includes(name) || sizeOf(whole[name]) > mostOf[name],
  );
  const unread = ofValues.filter(
    (name) =>
      [given.unread].flat().includes(name) || [given[name] ?? []].flat().some((one) => !isRead(name, one)),
  );
  return readLeniently(pageSearch, {
    ...whole,
    q: beginningOf(q, mostWords),
    near: beginningOf(near, mostPlace),
    cut,
    unread,
  });
}

/** True for a value that its field takes, or that leaves the field empty. */
function isRead(name: (typeof ofValues)[number], value: unknown): boolean {
  if (value === '') return true;
  const read = readLeniently(pageSearch, { [name]: value })[name];
  const otherwise = contractorSearchDefaults[name];
  return JSON.stringify(read) !== JSON.stringify(otherwise) || String(value) === String(otherwise);
}

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';

const sizeOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : 0;

export function filtersOf(search: ContractorPageSearch): ContractorFilters {
  return contractorFilters.parse(search);
}

/** The address of the file with every result of this search. */
export function downloadHref(search: ContractorPageSearch): string {
  const { sort } = search;
  return `/api/contractors.csv${stringifySearchParams(withoutDefaults({ ...filtersOf(search), sort }))}`;
}

function withoutDefaults(search: object): Record<string, unknown> {
  const defaults: Record<string, unknown> = contractorSearchDefaults;
  return Object.fromEntries(
    Object.entries(search).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
    ),
  );
}
