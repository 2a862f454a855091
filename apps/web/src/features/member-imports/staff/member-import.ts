import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { asksEveryMs, isOnItsWay } from '../../file-imports/import-words.ts';

export type MemberImport = inferOutput<typeof api.memberImports.get>;
export type MemberRow = inferOutput<typeof api.memberImports.listRows>['rows'][number];

export const memberImportQuery = (importId: string) =>
  api.memberImports.get.queryOptions(
    { importId },
    { staleTime: 0, refetchInterval: ({ state }) => state.data && isOnItsWay(state.data) && asksEveryMs },
  );
