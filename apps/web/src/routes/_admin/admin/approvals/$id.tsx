import { createFileRoute } from '@tanstack/react-router';
import { ApplicationDetailPage } from '../../../../features/admin/application-detail-page.tsx';
import { Need } from '../../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/approvals/$id')({
  component: function ApplicationRoute() {
    return (
      <Need permission="members.read">
        <ApplicationDetailPage id={Route.useParams().id} />
      </Need>
    );
  },
});
