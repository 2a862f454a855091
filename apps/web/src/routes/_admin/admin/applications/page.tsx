import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ApplicationsPage } from '../../../../features/applications/staff/applications-page.tsx';
import { type ApplicationTab, readApplicationTab } from '../../../../features/applications/staff/filters.ts';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/applications/')({
  validateSearch: ({ status }: { status?: ApplicationTab } & SearchSchemaInput) => ({
    status: readApplicationTab(status),
  }),
  component: function ApplicationsRoute() {
    return (
      <Need permission="members.read">
        <ApplicationsPage status={Route.useSearch().status} />
      </Need>
    );
  },
});
