import { createFileRoute } from '@tanstack/react-router';
import { OverviewPage } from '../../../../features/ledger/staff/overview-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/overview')({
  component: function DuesOverviewRoute() {
    return (
      <Need permission="payments.read">
        <OverviewPage />
      </Need>
    );
  },
});
