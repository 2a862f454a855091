import { createFileRoute } from '@tanstack/react-router';
import { DepositPage } from '../../../../../features/deposits/staff/deposit-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/deposits/$id')({
  component: function DepositRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="payments.read">
        <DepositPage key={id} id={id} />
      </Need>
    );
  },
});
