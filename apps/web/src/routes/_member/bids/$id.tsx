import { createFileRoute } from '@tanstack/react-router';
import { OwnBidPage } from '../../../features/bids/own-bid-page.tsx';

export const Route = createFileRoute('/_member/bids/$id')({
  component: function OwnBidRoute() {
    return <OwnBidPage id={Route.useParams().id} />;
  },
});
