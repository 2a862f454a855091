import { createFileRoute } from '@tanstack/react-router';
import { ApplicationDetailPage } from '../../../../features/admin/application-detail-page.tsx';
import { Need } from '../../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/approvals/$id')({
  component: function ApplicationRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="members.read">
        <ApplicationDetailPage key={id} id={id} />
      </Need>
    );
  },
});
