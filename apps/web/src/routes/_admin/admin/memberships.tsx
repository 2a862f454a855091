import { createFileRoute } from '@tanstack/react-router';
import { TiersPage } from '../../../features/memberships/staff/tiers-page.tsx';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/memberships')({
  component: () => (
    <Need permission="memberships.manage">
      <TiersPage />
    </Need>
  ),
});
