import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';

/** The versions of the portal that ran, the newest first; none until they are known. */
export function useDeploys() {
  const { data } = useQuery(api.statements.listDeploys.queryOptions(undefined, { staleTime: 30_000 }));
  return data ?? [];
}
