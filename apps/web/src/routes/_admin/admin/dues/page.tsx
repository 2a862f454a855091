import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { DuesPage } from '../../../../features/invoices/staff/dues-page.tsx';
import { type DuesFilters, readDuesFilters } from '../../../../features/invoices/staff/filters.ts';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/')({
  // The page reads them: every page of the portal loads this line, and what it names.
  validateSearch: (search: DuesFilters & SearchSchemaInput): DuesFilters => search,
  component: function DuesRoute() {
    return (
      <Need permission="payments.read">
        <DuesPage filters={Route.useSearch({ select: readDuesFilters, structuralSharing: true })} />
      </Need>
    );
  },
});
