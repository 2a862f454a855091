import { createFileRoute } from '@tanstack/react-router';
import { followsQuery } from '../../features/follows/follow-queries.ts';
import { SavedPage } from '../../features/saved/saved-page.tsx';
import {
  projectSearchesQuery,
  savedSearchesQuery,
} from '../../features/saved-searches/saved-search-queries.ts';

export const Route = createFileRoute('/_member/saved')({
  // Starts the requests while the page's code is still loading. The page itself shows the progress.
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(savedSearchesQuery());
    void queryClient.prefetchQuery(projectSearchesQuery());
    void queryClient.prefetchQuery(followsQuery());
  },
  component: SavedPage,
});
