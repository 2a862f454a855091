import type {
  ContractorFacet,
  ContractorFilters,
  MapContractorsInput,
  SearchContractorsInput,
} from '@namc/inputs/contractors';
import { readTable } from '@namc/inputs/row-table';
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
} from '@tanstack/react-query';
import { abortOnUnmount, api, queryClient } from '../../lib/api.ts';
import type { ContractorPage, ContractorTablePage } from './contractor.ts';
import { type ContractorPageSearch, filtersOf } from './contractor-search.ts';

const pageSize = 50;

export function searchQuery(search: ContractorPageSearch) {
  const input: Omit<SearchContractorsInput, 'cursor'> = {
    ...filtersOf(search),
    sort: search.sort,
    limit: pageSize,
  };
  return infiniteQueryOptions(
    api.contractors.search.infiniteQueryOptions(input, {
      ...abortOnUnmount,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      select: withRows,
    }),
  );
}

const pagesWithRows = new WeakMap<ContractorTablePage, ContractorPage>();

/** The page with the keys of its rows. The same page gives the same rows, so that they are drawn once. */
function pageWithRows(page: ContractorTablePage): ContractorPage {
  const made = pagesWithRows.get(page) ?? { ...page, contractors: readTable(page.contractors) };
  pagesWithRows.set(page, made);
  return made;
}

const withRows = <Param>(
  list: InfiniteData<ContractorTablePage, Param>,
): InfiniteData<ContractorPage, Param> => ({
  ...list,
  pages: list.pages.map(pageWithRows),
});

/** The name of a firm that a list on this visit has shown, while its own record is loading. */
export function nameInLists(licenseNumber: string): string | undefined {
  for (const [, list] of queryClient.getQueriesData<InfiniteData<ContractorTablePage>>(
    api.contractors.search.pathFilter(),
  )) {
    const rows = list?.pages?.flatMap((page) => pageWithRows(page).contractors) ?? [];
    const found = rows.find((row) => row.licenseNumber === licenseNumber);
    if (found) return found.name;
  }
  return undefined;
}

export function countQuery(search: ContractorPageSearch) {
  return queryOptions(
    api.contractors.count.queryOptions(filtersOf(search), {
      ...abortOnUnmount,
      placeholderData: keepPreviousData,
    }),
  );
}

export function facetsQuery(search: ContractorPageSearch, facets: ContractorFacet[]) {
  return queryOptions(
    api.contractors.countFacets.queryOptions(
      { ...filtersOf(search), facets },
      { ...abortOnUnmount, placeholderData: keepPreviousData },
    ),
  );
}

/** The rectangle around the results, and the number of those that no map shows. */
export function extentQuery(filters: ContractorFilters) {
  return queryOptions(api.contractors.findExtent.queryOptions(filters, abortOnUnmount));
}

/** The results within a small rectangle of the map, a few at a time. */
export function cardQuery(search: ContractorPageSearch, bounds: string, limit: number) {
  const input = { ...filtersOf(search), bounds, sort: search.sort, limit };
  return infiniteQueryOptions(
    api.contractors.search.infiniteQueryOptions(input, {
      ...abortOnUnmount,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      select: withRows,
    }),
  );
}

export function mapQuery(filters: ContractorFilters, view: Pick<MapContractorsInput, 'window' | 'zoom'>) {
  return queryOptions(
    api.contractors.map.queryOptions(
      { ...filters, ...view },
      { ...abortOnUnmount, placeholderData: keepPreviousData },
    ),
  );
}

/** A license with its standing today, or on the day `on`. */
export function licenseQuery(licenseNumber: string, on?: string) {
  return queryOptions(
    api.contractors.getLicense.queryOptions({ licenseNumber, ...(on && { on }) }, abortOnUnmount),
  );
}

export function licenseChangesQuery(licenseNumber: string) {
  return queryOptions(api.contractors.listLicenseChanges.queryOptions({ licenseNumber }, abortOnUnmount));
}

export function licensePeopleQuery(licenseNumber: string) {
  return queryOptions(api.contractors.getLicensePeople.queryOptions({ licenseNumber }, abortOnUnmount));
}

/** For staff alone. */
export function personnelQuery(licenseNumber: string) {
  return queryOptions(api.contractors.getPersonnel.queryOptions({ licenseNumber }, abortOnUnmount));
}

export function neighborsQuery(licenseNumber: string) {
  return queryOptions(api.contractors.listNeighbors.queryOptions({ licenseNumber }, abortOnUnmount));
}

export function countiesQuery() {
  return queryOptions(api.contractors.listCountyCounts.queryOptions(undefined, abortOnUnmount));
}

export function snapshotQuery() {
  return queryOptions(api.contractors.getSnapshot.queryOptions());
}
