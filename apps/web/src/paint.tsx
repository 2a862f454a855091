import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { renderToString } from 'react-dom/server';
import { loadMemberFrame } from './features/shell/shell.tsx';
import { type FirstAnswer, giveAnswers } from './lib/first-answers.ts';
import { assumeScreen } from './lib/use-media.ts';
import { createPortalRouter } from './portal-router.ts';

/** These pages show something that stands behind the # of their address. No server sees that part. */
const ofFragments = ['/cancel-change', '/confirm', '/reset', '/stop-emails', '/stop-renewal', '/verify'];

const pathOf = (address: string) => address.split('?', 1)[0];

/**
 * The page at `address` as its reader will see it, for the browser to show before the first script has run. `address` has no
 * origin. It asks nothing: a part without its answer, or whose code comes after the page, shows that it is loading. Undefined
 * for a reader who is sent to another page, and for a page that cannot begin without an answer: the browser says what is wrong.
 */
export async function paint(
  address: string,
  answers: FirstAnswer[],
  { width }: { width: number },
): Promise<string | undefined> {
  if (ofFragments.includes(pathOf(address) ?? '')) return undefined;
  // Without this answer the routes would ask who is here, and the server cannot.
  if (!answers.some(({ path }) => path.join('.') === 'accounts.findMe')) return undefined;
  // Each page has answers of its own, so that nobody gets what another person may see.
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  giveAnswers(queryClient, answers);
  const open = async (place: string) => {
    const router = createPortalRouter(queryClient, {
      history: createMemoryHistory({ initialEntries: [place] }),
    });
    await Promise.all([router.load(), loadMemberFrame()]);
    return router;
  };
  let router = await open(address);
  if (router._serverResult?.type === 'redirect') {
    // The browser writes some addresses in another way, and stays on the page.
    const { href } = router._serverResult.redirect.options;
    if (!href || pathOf(href) !== pathOf(address)) return undefined;
    router = await open(href);
  }
  if (router._serverResult?.type !== 'render') return undefined;
  if (router.state.matches.some(({ status }) => status === 'error')) return undefined;
  assumeScreen(width);
  const page = renderToString(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  queryClient.clear();
  // React leaves out a part that fails. The frame that is painted already says more than a page without its heading.
  return page.includes('<h1') ? beforeScripts(page) : undefined;
}

/**
 * The page as it may stand before its scripts. Links lead on by themselves; buttons and fields wait. React escapes quotes and
 * signs in every text, so that only tags look like this. The policy of styles refuses them in a page's text; scripts may set them.
 */
const beforeScripts = (page: string): string =>
  page
    .replaceAll(/ style="[^"]*"|\0/g, '')
    .replaceAll(/<(button|input|select|textarea)(?=[\s>])/g, '<$1 inert');
