import { createFileRoute } from '@tanstack/react-router';
import { ExemptionsPage } from '../../../../features/members/staff/exemptions-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/exemptions')({
  component: () => (
    <Need permission="members.read">
      <ExemptionsPage />
    </Need>
  ),
});
