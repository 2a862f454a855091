import { needsSignIn, queryClient } from '../../lib/api.ts';
import { hasLostSession, loseSession, sessionChanges } from './lost-session.ts';
import { meQuery, resetForNewSession } from './me.ts';

/**
 * Notices that the session ended elsewhere: a refused query or mutation makes the portal ask who is here. When the
 * person signs in again in another tab and comes back, the page loads its answers again.
 */
export function watchSession(): void {
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') void checkSession(event.action.error);
  });
  queryClient.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') void checkSession(event.action.error);
  });
  const comeBack = () => {
    if (document.visibilityState === 'visible' && hasLostSession()) void findSession();
  };
  document.addEventListener('visibilitychange', comeBack);
  window.addEventListener('focus', comeBack);
}

/** The person who is signed in. Undefined if the portal did not answer. */
const askWhoIsHere = () => queryClient.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined);

async function checkSession(error: unknown): Promise<void> {
  if (!needsSignIn(error) || !queryClient.getQueryData(meQuery().queryKey)) return;
  const since = sessionChanges();
  if ((await askWhoIsHere()) === null) loseSession(since);
}

async function findSession(): Promise<void> {
  if (await askWhoIsHere()) await resetForNewSession();
}
