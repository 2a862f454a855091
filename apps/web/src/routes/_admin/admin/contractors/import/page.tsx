import { createFileRoute } from '@tanstack/react-router';
import { ImportsPage } from '../../../../../features/imports/staff/imports-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/contractors/import/')({
  component: () => (
    <Need permission="contractors.import">
      <ImportsPage />
    </Need>
  ),
});
