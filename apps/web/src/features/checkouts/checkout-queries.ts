import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, apiClient } from '../../lib/api.ts';

export type OwnCheckouts = inferOutput<typeof api.checkouts.listOwn>;

export const ownCheckoutsQuery = () => api.checkouts.listOwn.queryOptions(undefined, { staleTime: 0 });

/** Leads to the page on which the person pays, or to what became of a payment that is made already. */
export async function goToPay(invoiceId: string, savesCard: boolean): Promise<void> {
  const { checkoutId, url } = await apiClient.checkouts.begin.mutate({ invoiceId, savesCard });
  window.location.assign(url ?? `/membership/pay/return?checkout=${checkoutId}`);
}
