import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { MergePage } from '../../../../../features/company-merges/staff/merge-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

interface Search {
  /** The company that goes. */
  duplicate?: string;
}

export const Route = createFileRoute('/_admin/admin/companies/$id/merge')({
  validateSearch: ({ duplicate }: Search & SearchSchemaInput): Search =>
    typeof duplicate === 'string' && duplicate !== '' ? { duplicate } : {},
  component: function MergeRoute() {
    const { id } = Route.useParams();
    const { duplicate } = Route.useSearch();
    return (
      <Need permission="members.edit">
        <MergePage key={id} id={id} duplicateId={duplicate} />
      </Need>
    );
  },
});
