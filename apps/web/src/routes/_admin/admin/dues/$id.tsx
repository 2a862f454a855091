import { createFileRoute } from '@tanstack/react-router';
import { InvoicePage } from '../../../../features/invoices/staff/invoice-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/$id')({
  component: function InvoiceRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="payments.read">
        <InvoicePage key={id} id={id} />
      </Need>
    );
  },
});
