import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { useMe } from '../../accounts/me.ts';
import type { PostingFilters } from './filters.ts';

export type ListedPosting = inferOutput<typeof api.projects.forStaff.list>['rows'][number];
export type Posting = inferOutput<typeof api.projects.forStaff.get>;

/** The reader’s rights to projects. Staff who read bids find them without the right to manage them. */
export function useProjectRights() {
  const held = useMe()?.permissions ?? [];
  return { mayManage: held.includes('projects.manage') };
}

export const postingsQuery = (filters: PostingFilters, mayManage: boolean) =>
  infiniteQueryOptions(
    mayManage
      ? api.projects.forStaff.list.infiniteQueryOptions({ ...filters, limit: 50 }, filteredPageOptions)
      : api.bids.forStaff.listProjects.infiniteQueryOptions({ ...filters, limit: 50 }, filteredPageOptions),
  );

export const postingQuery = (projectId: string, mayManage: boolean) =>
  queryOptions(
    mayManage
      ? api.projects.forStaff.get.queryOptions({ projectId })
      : api.bids.forStaff.getProject.queryOptions({ projectId }),
  );
