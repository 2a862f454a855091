import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { BidPage } from '../../../../features/bids/bid-page.tsx';

interface Asked {
  /** The company that bids. */
  firm?: string;
  step?: 'check';
}

export const Route = createFileRoute('/_member/projects/$id/bid')({
  validateSearch: ({ firm, step }: { firm?: unknown; step?: unknown } & SearchSchemaInput): Asked => ({
    ...(typeof firm === 'string' && { firm }),
    ...(step === 'check' && { step }),
  }),
  component: function BidRoute() {
    const { firm, step } = Route.useSearch();
    return <BidPage id={Route.useParams().id} firm={firm} isChecked={step === 'check'} />;
  },
});
