import { useQuery } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { api, queryClient } from '../../lib/api.ts';

export const meQuery = () => api.accounts.findMe.queryOptions(undefined, { staleTime: 60_000 });

/** Who is signed in; null for a visitor, undefined until that is known. */
export const useMe = () => useQuery(meQuery()).data;
export type Me = NonNullable<ReturnType<typeof useMe>>;

/** After signing in or out nothing that was answered before counts any more. */
export async function startAnew(): Promise<void> {
  const me = meQuery();
  queryClient.removeQueries({ type: 'inactive' });
  await queryClient.fetchQuery({ ...me, staleTime: 0 });
  const isAnothers = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey !== me.queryKey;
  void queryClient.invalidateQueries({ predicate: isAnothers });
}

/** Where to go after signing in: a place of this portal, whatever an address says; read as a browser reads addresses. */
export function placeAfter(next: string | undefined): string {
  const here = 'https://portal.invalid';
  const place = next?.startsWith('/') && URL.canParse(next, here) ? new URL(next, here) : undefined;
  return place?.origin === here ? `${place.pathname}${place.search}${place.hash}` : '/home';
}

/** For routes that need somebody: a visitor signs in first, and comes back. */
export async function needSomebody({ location }: { location: { href: string } }): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery());
  if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } });
}
