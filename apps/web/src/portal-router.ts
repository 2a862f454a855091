import type { QueryClient } from '@tanstack/react-query';
import { type AnyRouter, createRouter, type RouterHistory } from '@tanstack/react-router';
import { PageFailure } from './features/shell/page-failure.tsx';
import { afterPaint } from './lib/after-paint.ts';
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
  const router = createRouter({
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
  if (!import.meta.env.SSR) showTapsFirst(router);
  return router;
}

/** Opens the page behind a link after the tap on it shows. */
function showTapsFirst(router: AnyRouter): void {
  const { navigate } = router;
  router.navigate = async (asked) => {
    await afterPaint();
    return navigate(asked);
  };
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
