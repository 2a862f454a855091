import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';
import {
  readStatementFilters,
  type StatementFilters,
} from '../../../../features/statements/staff/filters.ts';
import { StatementsPage } from '../../../../features/statements/staff/statements-page.tsx';

export const Route = createFileRoute('/_admin/admin/health/queries')({
  // The page reads them: every page of the portal loads this line, and what it names.
  validateSearch: (search: StatementFilters & SearchSchemaInput): StatementFilters => search,
  component: function StatementsRoute() {
    return (
      <Need permission="health.read">
        <StatementsPage
          filters={Route.useSearch({ select: readStatementFilters, structuralSharing: true })}
        />
      </Need>
    );
  },
});
