import { createFileRoute } from '@tanstack/react-router';
import { FirmPage } from '../../../features/directory/firm-page.tsx';
import { firmQuery } from '../../../features/directory/firm-query.ts';

export const Route = createFileRoute('/_public/directory/$id')({
  // Starts the request while the page's code is still loading. The page itself shows the progress.
  loader: ({ params: { id }, context: { queryClient } }) => {
    void queryClient.prefetchQuery(firmQuery(id));
  },
  component: function FirmRoute() {
    return <FirmPage id={Route.useParams().id} />;
  },
});
