import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ReturnPage } from '../../../../features/checkouts/return-page.tsx';

export const Route = createFileRoute('/_member/membership/pay/return')({
  validateSearch: (search: { checkout?: unknown } & SearchSchemaInput): { checkout?: string } =>
    typeof search.checkout === 'string' ? { checkout: search.checkout } : {},
  component: function ReturnRoute() {
    return <ReturnPage checkoutId={Route.useSearch().checkout} />;
  },
});
