import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { meQuery } from './features/accounts/me.ts';
import { watchSession } from './features/accounts/watch-session.ts';
import { startLive } from './features/live-events/start-live.ts';
import { loadMemberFrame } from './features/shell/shell.tsx';
import { queryClient, watchForFailures } from './lib/api.ts';
import { watchConnection } from './lib/connection.ts';
import { takeFirstAnswers } from './lib/first-answers.ts';
import { reloadAfterDeploy } from './lib/reload-after-deploy.ts';
import { tellWidth } from './lib/use-media.ts';
import { createPortalRouter } from './portal-router.ts';

takeFirstAnswers();
tellWidth();
reloadAfterDeploy();
watchConnection();
watchForFailures();
watchSession();
startLive();

// It comes with the page's code. Without it, double clicks are two clicks.
const strayClicks = import('./lib/double-clicks.ts').then(({ ignoreStrayClicks }) => ignoreStrayClicks());

const container = document.getElementById('portal');
if (!container) throw new Error('The page has no element for the portal.');
if (import.meta.env.DEV && window.location.pathname === '/dev/ui') {
  // The build leaves this branch out.
  void import('./features/dev-ui/show.tsx');
} else {
  const root = createRoot(container);
  const isPainted = container.querySelector('[data-painted]') !== null;
  const router = createPortalRouter(queryClient, { isPainted });
  const isSignedIn = Boolean(queryClient.getQueryData(meQuery().queryKey));
  // The painted frame stays on the screen until the code of the whole page is here.
  void Promise.allSettled([router.load(), isSignedIn && loadMemberFrame(), strayClicks]).then(() =>
    root.render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
}
