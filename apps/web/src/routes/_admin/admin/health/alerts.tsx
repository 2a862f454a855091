import { createFileRoute } from '@tanstack/react-router';
import { AlertsPage } from '../../../../features/health/staff/alerts-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/alerts')({
  component: function AlertsRoute() {
    return (
      <Need permission="health.read">
        <AlertsPage />
      </Need>
    );
  },
});
