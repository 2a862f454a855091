import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchSession } from './features/accounts/watch-session.ts';
import { queryClient, watchForFailures } from './lib/api.ts';
import { watchConnection } from './lib/connection.ts';
import { reloadAfterDeploy } from './lib/reload-after-deploy.ts';
import { router } from './portal-router.ts';

reloadAfterDeploy();
watchConnection();
watchForFailures();
watchSession();

const container = document.getElementById('portal');
if (!container) throw new Error('The page has no element for the portal.');
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
