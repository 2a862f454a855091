import { mostCompared, readCompared } from '@namc/inputs/contractors';
import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ComparePage } from '../../../features/contractors/compare/compare-page.tsx';
import { readCompareSearch } from '../../../features/contractors/compare/compare-search.ts';
import { licenseQuery } from '../../../features/contractors/contractor-queries.ts';

export const Route = createFileRoute('/_public/contractors/compare')({
  validateSearch: (search: { licenses?: string } & SearchSchemaInput) => readCompareSearch({ ...search }),
  loaderDeps: ({ search: { licenses } }) => ({ licenses }),
  // Starts the requests while the page's code is still loading. The page itself shows the progress.
  loader: ({ deps: { licenses }, context: { queryClient } }) => {
    for (const licenseNumber of readCompared(licenses).slice(0, mostCompared))
      void queryClient.prefetchQuery(licenseQuery(licenseNumber));
  },
  component: function CompareRoute() {
    return <ComparePage licenses={Route.useSearch().licenses} />;
  },
});
