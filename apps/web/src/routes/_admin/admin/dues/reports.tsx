import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { readLedgerMonth } from '../../../../features/ledger/staff/filters.ts';
import { MonthPage } from '../../../../features/ledger/staff/month-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

interface MonthFilter {
  month?: string;
}

export const Route = createFileRoute('/_admin/admin/dues/reports')({
  // The page reads it: every page of the portal loads this line, and what it names.
  validateSearch: (search: MonthFilter & SearchSchemaInput): MonthFilter => search,
  component: function MonthRoute() {
    return (
      <Need permission="payments.read">
        <MonthPage {...Route.useSearch({ select: readLedgerMonth, structuralSharing: true })} />
      </Need>
    );
  },
});
