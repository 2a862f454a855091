import { createFileRoute } from '@tanstack/react-router';
import { RolesPage } from '../../../features/roles/staff/roles-page.tsx';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/roles')({
  component: () => (
    <Need permission="roles.read">
      <RolesPage />
    </Need>
  ),
});
