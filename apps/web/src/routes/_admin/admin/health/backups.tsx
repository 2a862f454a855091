import { createFileRoute } from '@tanstack/react-router';
import { BackupsPage } from '../../../../features/servers/staff/backups-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/backups')({
  component: function BackupsRoute() {
    return (
      <Need permission="health.read">
        <BackupsPage />
      </Need>
    );
  },
});
