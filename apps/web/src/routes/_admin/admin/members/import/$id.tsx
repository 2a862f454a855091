import { createFileRoute } from '@tanstack/react-router';
import { MemberImportPage } from '../../../../../features/member-imports/staff/member-import-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/import/$id')({
  component: function MemberImportRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="memberships.manage">
        <MemberImportPage key={id} importId={id} />
      </Need>
    );
  },
});
