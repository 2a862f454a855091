import { createFileRoute } from '@tanstack/react-router';
import { ApplicationDetailPage } from '../../../../features/applications/staff/application-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/applications/$id')({
  component: function ApplicationRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="members.read">
        <ApplicationDetailPage key={id} id={id} />
      </Need>
    );
  },
});
