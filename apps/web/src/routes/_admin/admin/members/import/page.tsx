import { createFileRoute } from '@tanstack/react-router';
import { MemberImportsPage } from '../../../../../features/member-imports/staff/member-imports-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/import/')({
  component: () => (
    <Need permission="memberships.manage">
      <MemberImportsPage />
    </Need>
  ),
});
