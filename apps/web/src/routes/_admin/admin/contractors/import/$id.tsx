import { createFileRoute } from '@tanstack/react-router';
import { ImportPage } from '../../../../../features/imports/staff/import-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/contractors/import/$id')({
  component: function ImportRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="contractors.import">
        <ImportPage key={id} importId={id} />
      </Need>
    );
  },
});
