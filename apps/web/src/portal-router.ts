import type { QueryClient } from '@tanstack/react-query';
import { createRouter, type RouterHistory } from '@tanstack/react-router';
import { PageFailure } from './features/shell/page-failure.tsx';
import { parseSearchParams, stringifySearchParams } from './lib/search-params.ts';
import { routeTree } from './routeTree.gen.ts';

/**
 * The portal's router. Routes ask through `queryClient`. The browser's own history serves if none is given. `isPainted` says that
 * the server has painted the first page already: people scroll it before its scripts come, so the window stays where it is.
 */
export function createPortalRouter(
  queryClient: QueryClient,
  { history, isPainted = false }: { history?: RouterHistory; isPainted?: boolean } = {},
) {
  let staysInPlace = isPainted;
  const scrollRestoration = () => {
    const moves = !staysInPlace;
    staysInPlace = false;
    return moves;
  };
  return createRouter({
    routeTree,
    context: { queryClient },
    ...(history && { history }),
    parseSearch: parseSearchParams,
    stringifySearch: stringifySearchParams,
    // The server would put a script into the page, against the policy of scripts.
    scrollRestoration: import.meta.env.SSR ? false : scrollRestoration,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
