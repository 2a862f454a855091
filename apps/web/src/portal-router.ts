import type { QueryClient } from '@tanstack/react-query';
import { createRouter, type RouterHistory } from '@tanstack/react-router';
import { PageFailure } from './features/shell/page-failure.tsx';
import { parseSearchParams, stringifySearchParams } from './lib/search-params.ts';
import { routeTree } from './routeTree.gen.ts';

/** The portal's router. Routes ask through `queryClient`. The browser's own history serves if none is given. */
export const createPortalRouter = (queryClient: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { queryClient },
    ...(history && { history }),
    parseSearch: parseSearchParams,
    stringifySearch: stringifySearchParams,
    // Its script in the page would be against the policy of scripts.
    scrollRestoration: !import.meta.env.SSR,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
