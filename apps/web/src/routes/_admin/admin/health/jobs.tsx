import { createFileRoute } from '@tanstack/react-router';
import { MaintenancePage } from '../../../../features/maintenance/staff/maintenance-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/jobs')({
  component: function MaintenanceRoute() {
    return (
      <Need permission="health.read">
        <MaintenancePage />
      </Need>
    );
  },
});
