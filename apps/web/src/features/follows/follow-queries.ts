import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';
import { useMay } from '../accounts/me.ts';

export type Follow = inferOutput<typeof api.follows.list>[number];

export const followsQuery = () => api.follows.list.queryOptions();
export const followedNumbersQuery = () => api.follows.listNumbers.queryOptions();

export const useMayFollow = (): boolean => useMay('FOLLOW');

/** True if the person follows the license. Undefined while loading, and for those who follow none. */
export function useIsFollowed(licenseNumber: string): boolean | undefined {
  const mayFollow = useMayFollow();
  return useQuery({ ...followedNumbersQuery(), enabled: mayFollow }).data?.includes(licenseNumber);
}
