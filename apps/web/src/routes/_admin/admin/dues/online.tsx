import { createFileRoute } from '@tanstack/react-router';
import { OnlinePage } from '../../../../features/checkouts/staff/online-page.tsx';
import { DuesTabs } from '../../../../features/invoices/staff/dues-tabs.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/online')({
  component: () => (
    <Need permission="payments.read">
      <OnlinePage tabs={<DuesTabs />} />
    </Need>
  ),
});
