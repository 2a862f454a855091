import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ComparePage } from '../../../features/contractors/compare/compare-page.tsx';

export const Route = createFileRoute('/_public/contractors/compare')({
  // The page reads the numbers out of it.
  validateSearch: ({ licenses = '' }: { licenses?: string } & SearchSchemaInput) => ({
    licenses: String(licenses),
  }),
  component: function CompareRoute() {
    return <ComparePage licenses={Route.useSearch().licenses} />;
  },
});
