import type { MapWindow } from '@namc/inputs/bounds';
import type { ProjectFilters } from '@namc/inputs/projects';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { abortOnUnmount, api, queryClient } from '../../lib/api.ts';
import { browseInputOf, filtersOf, type ProjectSearch } from './project-search.ts';

const pageSize = 50;

export type Project = inferOutput<typeof api.projects.get>;
export type ListedProject = inferOutput<typeof api.projects.browse>['rows'][number];
export type ProjectDate = inferOutput<typeof api.projects.listDates>['dates'][number];
export type OwnProject = inferOutput<typeof api.projects.listOwn>[number];

export const projectsQuery = (search: ProjectSearch, limit = pageSize) =>
  infiniteQueryOptions(
    api.projects.browse.infiniteQueryOptions(
      { ...browseInputOf(search), limit },
      {
        ...abortOnUnmount,
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
      },
    ),
  );

export const projectCountQuery = (search: ProjectSearch) =>
  queryOptions(
    api.projects.count.queryOptions(filtersOf(search), {
      ...abortOnUnmount,
      placeholderData: keepPreviousData,
    }),
  );

/** The points of a window of the map. */
export const projectMapQuery = (filters: ProjectFilters, view: MapWindow) =>
  queryOptions(
    api.projects.map.queryOptions(
      { ...filters, ...view },
      { ...abortOnUnmount, placeholderData: keepPreviousData },
    ),
  );

/** The places of the projects of a search. */
export const projectExtentQuery = (search: ProjectSearch) =>
  queryOptions(api.projects.findExtent.queryOptions(filtersOf(search), abortOnUnmount));

/** A month of the projects of a search. */
export const projectDatesQuery = (search: ProjectSearch) =>
  queryOptions(
    api.projects.listDates.queryOptions(
      { ...filtersOf(search), month: search.month },
      { ...abortOnUnmount, placeholderData: keepPreviousData },
    ),
  );

export const projectQuery = (projectId: string) =>
  queryOptions(api.projects.get.queryOptions({ projectId }, { ...abortOnUnmount, staleTime: 30_000 }));

export const projectFilesQuery = (projectId: string) =>
  queryOptions(api.projects.listFiles.queryOptions({ projectId }));

export const ownProjectsQuery = () => queryOptions(api.projects.listOwn.queryOptions());

/** Asks again for all that the pages show of projects. */
export const refreshProjects = (): Promise<void> => queryClient.invalidateQueries(api.projects.pathFilter());
