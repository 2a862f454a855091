import { queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';

export type Addendum = inferOutput<typeof api.addenda.list>[number];

export const addendaQuery = (projectId: string) => queryOptions(api.addenda.list.queryOptions({ projectId }));

export const refreshAddenda = (): Promise<void> => queryClient.invalidateQueries(api.addenda.pathFilter());
