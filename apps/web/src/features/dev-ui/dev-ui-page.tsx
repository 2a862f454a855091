import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../../lib/api.ts';
import { Announcer } from '../../ui/announcer.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Controls } from './controls.tsx';
import { Marks } from './marks.tsx';
import { Messages } from './messages.tsx';
import { Tokens } from './tokens.tsx';

/** Links lead nowhere here: the page has a router of its own, in memory. */
const router = createRouter({
  routeTree: createRootRoute({ component: Gallery }),
  history: createMemoryHistory({ initialEntries: ['/dev/ui'] }),
});

/** Every component of `ui/` in every state, in both themes side by side. For developers: the build leaves it out. */
export function DevUiPage() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>
  );
}

const themes = ['light', 'dark'] as const;

function Gallery() {
  return (
    <Announcer>
      <main className="space-y-4 p-4">
        <PageHeading title="Components" />
        <div className="grid gap-4 xl:grid-cols-2">
          {themes.map((theme) => (
            <div
              key={theme}
              data-theme={theme}
              style={{ colorScheme: theme }}
              className="min-w-0 space-y-8 rounded-card border border-divider bg-canvas p-4 text-text"
            >
              <h2 className="text-h2 font-semibold">{theme === 'light' ? 'Light' : 'Dark'}</h2>
              <Tokens />
              <Marks />
              <Controls />
              <Messages />
            </div>
          ))}
        </div>
      </main>
    </Announcer>
  );
}
