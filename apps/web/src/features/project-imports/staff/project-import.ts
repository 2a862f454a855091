import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { asksEveryMs, isOnItsWay } from '../../file-imports/import-words.ts';

export type ProjectImport = inferOutput<typeof api.projectImports.get>;
export type ProjectRow = inferOutput<typeof api.projectImports.listRows>['rows'][number];

export const projectImportQuery = (importId: string) =>
  api.projectImports.get.queryOptions(
    { importId },
    { staleTime: 0, refetchInterval: ({ state }) => state.data && isOnItsWay(state.data) && asksEveryMs },
  );

export const refreshImports = () => queryClient.invalidateQueries(api.projectImports.pathFilter());

export const beginnings: Record<ProjectImport['beginsAs'], string> = {
  DRAFT: 'Drafts',
  PUBLISHED: 'Announced, without bids yet',
  BIDDING_OPEN: 'Published and open for bids',
};
