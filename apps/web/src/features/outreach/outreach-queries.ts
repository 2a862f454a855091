import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { abortOnUnmount, api, queryClient } from '../../lib/api.ts';
import type { OutreachView } from './outreach-words.ts';

export type OutreachFigures = inferOutput<typeof api.outreach.get>;
export type OutreachFirm = inferOutput<typeof api.outreach.list>['rows'][number];
export type OutreachContact = OutreachFirm['contacts'][number];

export const outreachQuery = (projectId: string) =>
  queryOptions(api.outreach.get.queryOptions({ projectId }));

export const outreachListQuery = (projectId: string, part: Exclude<OutreachView, 'find'>) =>
  infiniteQueryOptions(
    api.outreach.list.infiniteQueryOptions(
      { projectId, part, limit: 25 },
      { ...abortOnUnmount, getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );

export const outreachLicensesQuery = (projectId: string) =>
  queryOptions(api.outreach.listLicenses.queryOptions({ projectId }));

/** Asks again for all that the page shows of outreach. */
export const refreshOutreach = (): Promise<void> => queryClient.invalidateQueries(api.outreach.pathFilter());
