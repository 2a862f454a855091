import { queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';

export type OwnInterest = inferOutput<typeof api.bids.listOwnInterests>[number];
export type BidDraft = inferOutput<typeof api.bids.getDraft>;
export type OwnBid = inferOutput<typeof api.bids.listOwn>[number];
export type OwnSubmission = inferOutput<typeof api.bids.getOwn>;
export type Clarification = inferOutput<typeof api.bids.listClarifications>[number];

export const ownInterestsQuery = (projectId: string) =>
  queryOptions(api.bids.listOwnInterests.queryOptions({ projectId }));
export const bidDraftQuery = (draftId: string) =>
  queryOptions(api.bids.getDraft.queryOptions({ draftId }, { staleTime: 0, gcTime: 0 }));
export const ownBidsQuery = () => queryOptions(api.bids.listOwn.queryOptions());
export const ownBidQuery = (bidId: string) => queryOptions(api.bids.getOwn.queryOptions({ bidId }));
export const clarificationsQuery = (bidId: string) =>
  queryOptions(api.bids.listClarifications.queryOptions({ bidId }));

/** Asks again for all that the pages show of bids. */
export const refreshBids = (): Promise<void> => queryClient.invalidateQueries(api.bids.pathFilter());
