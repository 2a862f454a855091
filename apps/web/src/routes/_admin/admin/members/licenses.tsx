import { createFileRoute } from '@tanstack/react-router';
import { LicenseNoticesPage } from '../../../../features/follows/staff/license-notices-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/licenses')({
  component: () => (
    <Need permission="members.read">
      <LicenseNoticesPage />
    </Need>
  ),
});
