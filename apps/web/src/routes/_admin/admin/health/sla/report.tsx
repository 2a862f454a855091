import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { readReportMonth } from '../../../../../features/service-levels/staff/filters.ts';
import { ReportPage } from '../../../../../features/service-levels/staff/report-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

interface MonthFilter {
  month?: string;
}

export const Route = createFileRoute('/_admin/admin/health/sla/report')({
  // The page reads it: every page of the portal loads this line, and what it names.
  validateSearch: (search: MonthFilter & SearchSchemaInput): MonthFilter => search,
  component: function ServiceReportRoute() {
    return (
      <Need permission="health.read">
        <ReportPage {...Route.useSearch({ select: readReportMonth, structuralSharing: true })} />
      </Need>
    );
  },
});
