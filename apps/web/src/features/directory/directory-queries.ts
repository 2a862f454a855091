import type { MapWindow } from '@namc/inputs/bounds';
import type { DirectoryFilters } from '@namc/inputs/directory';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { abortOnUnmount, api } from '../../lib/api.ts';
import { type DirectorySearch, filtersOf } from './directory-search.ts';

const pageSize = 50;

export type Firm = inferOutput<typeof api.directory.getFirm>;
export type DirectoryItem = inferOutput<typeof api.directory.search>['rows'][number];

export const directoryQuery = (search: DirectorySearch, limit = pageSize) =>
  infiniteQueryOptions(
    api.directory.search.infiniteQueryOptions(
      { ...filtersOf(search), limit },
      {
        ...abortOnUnmount,
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
      },
    ),
  );

export const directoryCountQuery = (search: DirectorySearch) =>
  queryOptions(
    api.directory.count.queryOptions(filtersOf(search), {
      ...abortOnUnmount,
      placeholderData: keepPreviousData,
    }),
  );

/** The points of a window of the map. */
export const directoryMapQuery = (filters: DirectoryFilters, view: MapWindow) =>
  queryOptions(
    api.directory.map.queryOptions(
      { ...filters, ...view },
      { ...abortOnUnmount, placeholderData: keepPreviousData },
    ),
  );

/** The places of the firms of a search. */
export const directoryExtentQuery = (search: DirectorySearch) =>
  queryOptions(api.directory.findExtent.queryOptions(filtersOf(search), abortOnUnmount));

/** The companies of the reader, whose service area a search may ask for. */
export const ownFirmsQuery = () => queryOptions(api.companies.listOwn.queryOptions());

export const kindsQuery = () => queryOptions(api.certifications.listKinds.queryOptions());
