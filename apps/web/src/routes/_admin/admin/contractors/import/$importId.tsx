import { createFileRoute } from '@tanstack/react-router';
import { ImportPage } from '../../../../../features/imports/staff/import-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/contractors/import/$importId')({
  component: function ImportRoute() {
    const { importId } = Route.useParams();
    return (
      <Need permission="contractors.import">
        <ImportPage key={importId} importId={importId} />
      </Need>
    );
  },
});
