import { createFileRoute } from '@tanstack/react-router';
import { RolesPage } from '../../../features/admin/roles-page.tsx';
import { Need } from '../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/roles')({
  component: () => (
    <Need permission="members.read">
      <RolesPage />
    </Need>
  ),
});
