import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { createContext, use } from 'react';
import { abortOnUnmount, api, queryClient } from '../../lib/api.ts';
import type { ListView } from './outreach-words.ts';

export type OutreachFigures = inferOutput<typeof api.outreach.get>;
export type OutreachFirm = inferOutput<typeof api.outreach.list>['rows'][number];
export type OutreachContact = OutreachFirm['contacts'][number];

/** The procedures of the page: a poster’s, or those of staff, who reach every project. */
type Procedures = typeof api.outreach.forStaff;
export const OutreachProcedures = createContext<Procedures>(api.outreach);
export const useOutreach = (): Procedures => use(OutreachProcedures);

/** The address of the page, for the same people as its procedures. */
export const useOutreachAddress = () =>
  useOutreach() === api.outreach ? '/projects/$id/outreach' : '/admin/projects/$id/outreach';

export const outreachQuery = (from: Procedures, projectId: string) =>
  queryOptions(from.get.queryOptions({ projectId }));

export const outreachListQuery = (from: Procedures, projectId: string, part: ListView) =>
  infiniteQueryOptions(
    from.list.infiniteQueryOptions(
      { projectId, part, limit: 25 },
      { ...abortOnUnmount, getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );

export const outreachLicensesQuery = (from: Procedures, projectId: string) =>
  queryOptions(from.listLicenses.queryOptions({ projectId }));

/** Asks again for all that the page shows of outreach. */
export const refreshOutreach = (): Promise<void> => queryClient.invalidateQueries(api.outreach.pathFilter());

/** The address of a record. */
export function useRecordAddress() {
  const room = useRoom();
  return (recordId: string) => `${room}/records/${recordId}`;
}

const useRoom = () => (useOutreach() === api.outreach ? '/api/outreach' : '/api/outreach/for-staff');

/** The address of the phone sheet or the labels of a part of the list. */
export function usePaperAddress(projectId: string, part: ListView) {
  const room = useRoom();
  return (paper: 'phone-sheet' | 'labels' | 'labels-with-join-address') =>
    `${room}/${projectId}/${paper}.pdf?part=${part}`;
}
