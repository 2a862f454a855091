import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';

export type OwnRenewal = inferOutput<typeof api.renewals.findOwn>;

export const ownRenewalQuery = () => api.renewals.findOwn.queryOptions(undefined, { staleTime: 0 });
