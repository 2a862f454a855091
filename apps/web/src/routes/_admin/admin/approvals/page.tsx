import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ApprovalsPage } from '../../../../features/admin/approvals-page.tsx';
import { type ApplicationTab, readApplicationTab } from '../../../../features/admin/filters.ts';
import { Need } from '../../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/approvals/')({
  validateSearch: ({ status }: { status?: ApplicationTab } & SearchSchemaInput) => ({
    status: readApplicationTab(status),
  }),
  component: function ApprovalsRoute() {
    return (
      <Need permission="members.read">
        <ApprovalsPage status={Route.useSearch().status} />
      </Need>
    );
  },
});
