import { createFileRoute } from '@tanstack/react-router';
import { MemberPage } from '../../../../features/admin/member-page.tsx';
import { Need } from '../../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/$id')({
  component: function MemberRoute() {
    return (
      <Need permission="members.read">
        <MemberPage id={Route.useParams().id} />
      </Need>
    );
  },
});
