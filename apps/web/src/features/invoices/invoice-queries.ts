import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';

export type OwnInvoice = inferOutput<typeof api.invoices.listOwn>[number];
export type OwnDocument = inferOutput<typeof api.invoices.listOwnDocuments>[number];

export const ownInvoicesQuery = () => api.invoices.listOwn.queryOptions(undefined, { staleTime: 0 });
export const ownDocumentsQuery = () =>
  api.invoices.listOwnDocuments.queryOptions(undefined, { staleTime: 0 });
