import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PlanHolders } from '../../../features/bids/plan-holders.tsx';
import { ProjectPage } from '../../../features/projects/project-page.tsx';
import { patiently } from '../../../lib/connection.ts';

// Its buttons come after the page.
const Interest = lazy(patiently(() => import('../../../features/bids/interest.tsx')));

export const Route = createFileRoute('/_public/projects/$id')({
  component: function ProjectRoute() {
    return (
      <ProjectPage
        id={Route.useParams().id}
        interest={({ id, stage }) => (
          <Suspense fallback={null}>
            <Interest projectId={id} isOpen={stage === 'BIDDING_OPEN'} />
          </Suspense>
        )}
        planHolders={({ id }) => <PlanHolders projectId={id} />}
      />
    );
  },
});
