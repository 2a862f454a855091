import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { AuditPage } from '../../../features/audit/staff/audit-page.tsx';
import { type AuditFilters, readAuditFilters } from '../../../features/audit/staff/filters.ts';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/audit')({
  // The page reads them: every page of the portal loads this line, and what it names.
  validateSearch: (search: Partial<AuditFilters> & SearchSchemaInput): Partial<AuditFilters> => search,
  component: function AuditRoute() {
    return (
      <Need permission="audit.read">
        <AuditPage filters={Route.useSearch({ select: readAuditFilters, structuralSharing: true })} />
      </Need>
    );
  },
});
