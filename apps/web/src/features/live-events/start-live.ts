import { hashKey } from '@tanstack/react-query';
import { queryClient } from '../../lib/api.ts';
import { meQuery } from '../accounts/me.ts';

/** The page itself comes first. News of its first moments are in the first message. */
const restMs = 2_000;

/** Loads what keeps the page up to date, once somebody is signed in and the page stands. */
export function startLive(): void {
  const { queryKey } = meQuery();
  const hash = hashKey(queryKey);
  const cache = queryClient.getQueryCache();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (timer || !queryClient.getQueryData(queryKey)) return;
    stop();
    timer = setTimeout(() => {
      // A page that cannot load it shows what it has.
      void import('./live.ts').then(
        ({ followLive }) => followLive(),
        () => undefined,
      );
    }, restMs);
  };
  const stop = cache.subscribe(({ query }) => {
    if (query.queryHash === hash) look();
  });
  if (document.readyState === 'complete') look();
  else window.addEventListener('load', look, { once: true });
}
