import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';

export type SavedSearch = inferOutput<typeof api.savedSearches.list>[number];
export type SavedProjectSearch = inferOutput<typeof api.savedSearches.listForProjects>[number];

export const savedSearchesQuery = () => api.savedSearches.list.queryOptions();
export const projectSearchesQuery = () => api.savedSearches.listForProjects.queryOptions();
