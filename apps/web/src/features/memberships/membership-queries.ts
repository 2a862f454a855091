import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';

export type Membership = NonNullable<inferOutput<typeof api.memberships.findOwn>>;
export type Upgrade = inferOutput<typeof api.memberships.listOwnUpgrades>[number];
export type Term = inferOutput<typeof api.memberships.listOwn>[number];

export const ownMembershipQuery = () => api.memberships.findOwn.queryOptions(undefined, { staleTime: 0 });
export const ownTermsQuery = () => api.memberships.listOwn.queryOptions(undefined, { staleTime: 0 });
export const ownUpgradesQuery = () =>
  api.memberships.listOwnUpgrades.queryOptions(undefined, { staleTime: 0 });
