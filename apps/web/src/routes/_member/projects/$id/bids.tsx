import { createFileRoute } from '@tanstack/react-router';
import { ComparePage } from '../../../../features/bids/compare-page.tsx';

export const Route = createFileRoute('/_member/projects/$id/bids')({
  component: function CompareRoute() {
    return <ComparePage id={Route.useParams().id} />;
  },
});
