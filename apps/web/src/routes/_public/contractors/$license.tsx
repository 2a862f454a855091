import { createFileRoute } from '@tanstack/react-router';
import { licenseQuery, neighborsQuery } from '../../../features/contractors/contractor-queries.ts';
import { LicensePage } from '../../../features/contractors/license/license-page.tsx';
import { queryClient } from '../../../lib/api.ts';

export const Route = createFileRoute('/_public/contractors/$license')({
  // Starts the request while the page's code is still loading. The page itself shows the progress.
  loader: ({ params: { license } }) => {
    void queryClient.prefetchQuery(licenseQuery(license));
    void queryClient.prefetchQuery(neighborsQuery(license));
  },
  component: function LicenseRoute() {
    return <LicensePage licenseNumber={Route.useParams().license} />;
  },
});
