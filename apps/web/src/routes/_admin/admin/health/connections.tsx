import { createFileRoute } from '@tanstack/react-router';
import { ConnectionsPage } from '../../../../features/servers/staff/connections-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/connections')({
  component: function ConnectionsRoute() {
    return (
      <Need permission="health.read">
        <ConnectionsPage />
      </Need>
    );
  },
});
