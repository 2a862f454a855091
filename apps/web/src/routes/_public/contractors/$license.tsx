import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import {
  licensePeopleQuery,
  licenseQuery,
  neighborsQuery,
} from '../../../features/contractors/contractor-queries.ts';
import { LicensePage } from '../../../features/contractors/license/license-page.tsx';
import { readLicenseSearch } from '../../../features/contractors/license/license-search.ts';

export const Route = createFileRoute('/_public/contractors/$license')({
  validateSearch: (search: { on?: string | undefined } & SearchSchemaInput) =>
    readLicenseSearch({ ...search }),
  loaderDeps: ({ search: { on } }) => ({ on }),
  // Starts the request while the page's code is still loading. The page itself shows the progress.
  loader: ({ params: { license }, deps: { on }, context: { queryClient } }) => {
    void queryClient.prefetchQuery(licenseQuery(license, on));
    void queryClient.prefetchQuery(licensePeopleQuery(license));
    void queryClient.prefetchQuery(neighborsQuery(license));
  },
  component: function LicenseRoute() {
    return <LicensePage licenseNumber={Route.useParams().license} on={Route.useSearch().on} />;
  },
});
