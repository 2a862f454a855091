import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { readTableFilters, type TableFilters } from '../../../../features/servers/staff/table-filters.ts';
import { TablesPage } from '../../../../features/servers/staff/tables-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/health/tables')({
  // The page reads it: every page of the portal loads this line, and what it names.
  validateSearch: (search: TableFilters & SearchSchemaInput): TableFilters => search,
  component: function TablesRoute() {
    return (
      <Need permission="health.read">
        <TablesPage filters={Route.useSearch({ select: readTableFilters, structuralSharing: true })} />
      </Need>
    );
  },
});
