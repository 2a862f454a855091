import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';

export type SavedSearch = inferOutput<typeof api.savedSearches.list>[number];

export const savedSearchesQuery = () => api.savedSearches.list.queryOptions();
