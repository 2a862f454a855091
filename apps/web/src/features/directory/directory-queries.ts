import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { abortOnUnmount, api } from '../../lib/api.ts';
import { type DirectorySearch, filtersOf } from './directory-search.ts';

const pageSize = 50;

export type Firm = inferOutput<typeof api.directory.getFirm>;
export type DirectoryItem = inferOutput<typeof api.directory.search>['rows'][number];

export const directoryQuery = (search: DirectorySearch) =>
  infiniteQueryOptions(
    api.directory.search.infiniteQueryOptions(
      { ...filtersOf(search), limit: pageSize },
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

/** The companies of the reader, whose service area a search may ask for. */
export const ownFirmsQuery = () => queryOptions(api.companies.listOwn.queryOptions());

export const kindsQuery = () => queryOptions(api.certifications.listKinds.queryOptions());
