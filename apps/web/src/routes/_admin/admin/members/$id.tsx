import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { readTimelineFilter, type TimelineFilter } from '../../../../features/members/staff/filters.ts';
import { MemberPage } from '../../../../features/members/staff/member-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/$id')({
  validateSearch: (search: TimelineFilter & SearchSchemaInput): TimelineFilter => readTimelineFilter(search),
  component: function MemberRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="members.read">
        <MemberPage key={id} id={id} filter={Route.useSearch()} />
      </Need>
    );
  },
});
