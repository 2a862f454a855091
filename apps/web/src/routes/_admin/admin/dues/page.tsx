import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { DuesPage } from '../../../../features/invoices/staff/dues-page.tsx';
import { type DuesFilters, readDuesFilters } from '../../../../features/invoices/staff/filters.ts';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/dues/')({
  validateSearch: (search: DuesFilters & SearchSchemaInput): DuesFilters => readDuesFilters(search),
  component: function DuesRoute() {
    return (
      <Need permission="payments.read">
        <DuesPage filters={Route.useSearch()} />
      </Need>
    );
  },
});
