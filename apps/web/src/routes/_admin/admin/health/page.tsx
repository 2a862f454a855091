import { createFileRoute } from '@tanstack/react-router';
import { HealthPage } from '../../../../features/health/staff/health-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/')({
  component: function HealthRoute() {
    return (
      <Need permission="health.read">
        <HealthPage />
      </Need>
    );
  },
});
