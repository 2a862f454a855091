import { createFileRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import { PostingPage } from '../../../../../features/projects/staff/posting-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';
import { patiently } from '../../../../../lib/connection.ts';

// The comparison comes after the page.
const BiddingRecord = lazy(patiently(() => import('../../../../../features/bids/staff/bidding-record.tsx')));

export const Route = createFileRoute('/_admin/admin/projects/$id/')({
  component: function PostingRoute() {
    return (
      <Need permission="projects.manage" or="bids.read">
        <PostingPage
          id={Route.useParams().id}
          bids={({ id, deadlineTimeZone, deadlineAt, status, openedAt }) => (
            <BiddingRecord
              projectId={id}
              zone={deadlineTimeZone}
              deadlineAt={deadlineAt}
              isTakingBids={status === 'BIDDING_OPEN' && openedAt === null}
            />
          )}
        />
      </Need>
    );
  },
});
