import { createFileRoute } from '@tanstack/react-router';
import { NewMemberPage } from '../../../../features/memberships/staff/new-member-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/new')({
  component: () => (
    <Need permission="memberships.manage">
      <NewMemberPage />
    </Need>
  ),
});
