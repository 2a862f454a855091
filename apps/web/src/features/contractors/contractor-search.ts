import { type ContractorFilters, contractorFilters, searchContractorsInput } from '@namc/inputs/contractors';
import { z } from 'zod/mini';
import { readLeniently } from '../../lib/lenient.ts';
import { stringifySearchParams } from '../../lib/search-params.ts';

/** The parts of the search page's address: the filters, their order, and what the screen shows of them. */
const pageSearch = z.extend(contractorFilters, {
  sort: searchContractorsInput.shape.sort,
  /** On a phone, list and map take turns. */
  view: z._default(z.enum(['list', 'map']), 'list'),
  /** The view to which a person moved the map: latitude, longitude, zoom. */
  at: z.optional(
    z.string().check(z.regex(/^-?\d{1,2}(\.\d{1,4})?,-?\d{1,3}(\.\d{1,4})?,\d{1,2}(\.\d{1,2})?$/)),
  ),
});
export type ContractorPageSearch = z.output<typeof pageSearch>;
export type SearchChange = { [Name in keyof ContractorPageSearch]?: ContractorPageSearch[Name] | undefined };

export const contractorSearchDefaults: ContractorPageSearch = pageSearch.parse({});

/** Never fails: a mistyped or shortened address still opens the page. */
export function readContractorSearch(given: Record<string, unknown>): ContractorPageSearch {
  return readLeniently(pageSearch, given);
}

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
