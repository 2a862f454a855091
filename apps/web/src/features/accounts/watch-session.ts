import { hashKey } from '@tanstack/react-query';
import { queryClient } from '../../lib/api.ts';
import { onSignInNeeded } from '../../lib/waiting-link.ts';
import { hasLostSession, hasPerson, noteWhoIsHere, waitForPerson } from './lost-session.ts';
import { type Me, meQuery, refreshForPerson, tellOtherTabs } from './me.ts';

/**
 * Notices that the session ended elsewhere. A refused request and a word from another tab make the portal ask who is here.
 * A request that was refused waits, and goes out again when the person has signed in. When somebody else has signed in in
 * another tab, nothing of the first person stays.
 */
export function watchSession(): void {
  const hash = hashKey(meQuery().queryKey);
  const known = queryClient.getQueryData(meQuery().queryKey);
  if (known) noteWhoIsHere(known);
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return;
    if (event.query.queryHash === hash) note(event.query.state.data as Me | null);
  });
  onSignInNeeded(async () => {
    if (!hasPerson()) return false;
    const me = await askWhoIsHere();
    return me ? true : waitForPerson();
  });
  // A change of the password or of the second factor gives this tab a new session, of which its answer tells last.
  queryClient.getMutationCache().subscribe(({ mutation }) => {
    if (mutation?.state.status === 'success' && hasLostSession()) void askWhoIsHere();
  });
  tellOtherTabs.listen(async () => {
    const wasVisitor = !hasPerson();
    if ((await askWhoIsHere()) && wasVisitor) refreshForPerson();
  });
  const comeBack = () => {
    if (document.visibilityState === 'visible' && hasLostSession()) void askWhoIsHere();
  };
  document.addEventListener('visibilitychange', comeBack);
  window.addEventListener('focus', comeBack);
}

function note(me: Me | null): void {
  const outcome = noteWhoIsHere(me);
  if (outcome === 'another') document.location.assign('/home');
  if (outcome === 'back') refreshForPerson();
}

/** The person who is signed in. Undefined if the portal did not answer. */
const askWhoIsHere = () => queryClient.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined);
