import { createFileRoute } from '@tanstack/react-router';
import { DepositsPage } from '../../../../../features/deposits/staff/deposits-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/deposits/')({
  component: function DepositsRoute() {
    return (
      <Need permission="payments.read">
        <DepositsPage />
      </Need>
    );
  },
});
