import type { StandingAct } from '@namc/inputs/standing-rules';
import { hashKey, type QueryClient, useQuery } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { dropDrafts } from '../../lib/drafts.ts';
import { dropRecentItems } from '../../lib/recent-items.ts';
import { forgetPerson } from './lost-session.ts';

export const meQuery = () => api.accounts.findMe.queryOptions(undefined, { staleTime: 60_000 });

/** The person who is signed in. Null for a visitor, undefined while loading. */
export const useSignedIn = () => useQuery(meQuery()).data;
export type Me = NonNullable<ReturnType<typeof useSignedIn>>;

/** True if the person’s standing allows an act today, by the table of rules that the database asks. */
export const useMay = (act: StandingAct): boolean => useSignedIn()?.acts.includes(act) ?? false;

/**
 * The person whose page this is. A page stays if its session ends elsewhere, so that nothing typed on it is lost.
 */
export function useMe(): Me | null | undefined {
  const me = useSignedIn();
  const [last, setLast] = useState(me);
  if (me && me !== last) setLast(me);
  return me ?? last;
}

let channel: BroadcastChannel | undefined;

/** Tells the portal's other tabs in this browser that somebody signed in or out, and hears it from them. */
export const tellOtherTabs = {
  listen: (run: () => unknown) => {
    channel = new BroadcastChannel('session');
    channel.onmessage = () => void run();
  },
  now: () => channel?.postMessage('changed'),
};

/**
 * Drops all cached answers and drafts after a person signs in or out here, and asks again who is here. A person who signs
 * out leaves the page first, which would ask again for answers that a visitor does not get.
 */
export async function resetForNewSession(leave?: () => Promise<void>): Promise<void> {
  forgetPerson();
  dropDrafts();
  dropRecentItems();
  queryClient.removeQueries({ type: 'inactive' });
  // An answer that was asked for before would tell of the person who has left.
  await queryClient.cancelQueries({ queryKey: meQuery().queryKey });
  await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 });
  tellOtherTabs.now();
  await leave?.();
  refreshForPerson();
}

/** Loads the page's answers again for the person who is here now. */
export function refreshForPerson(): void {
  const own = hashKey(meQuery().queryKey);
  void queryClient.invalidateQueries({ predicate: ({ queryHash }) => queryHash !== own });
}

/** The address to open after signing in. It is parsed as a browser parses it, and never leaves this portal. */
export function pathAfterSignIn(next: string | undefined): string {
  const here = 'https://portal.invalid';
  const place = next?.startsWith('/') && URL.canParse(next, here) ? new URL(next, here) : undefined;
  return place?.origin === here ? `${place.pathname}${place.search}${place.hash}` : '/home';
}

/** Guards routes that need an account: a visitor signs in first and then returns. */
export async function requireSignIn({
  location,
  context,
}: {
  location: { href: string };
  context: { queryClient: QueryClient };
}): Promise<void> {
  const me = await context.queryClient.ensureQueryData(meQuery());
  if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } });
}
