import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type MemberFilters, readMemberFilters } from '../../../../features/admin/filters.ts';
import { MembersPage } from '../../../../features/admin/members-page.tsx';
import { Need } from '../../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/members/')({
  validateSearch: (search: MemberFilters & SearchSchemaInput): MemberFilters => readMemberFilters(search),
  component: function MembersRoute() {
    return (
      <Need permission="members.read">
        <MembersPage filters={Route.useSearch()} />
      </Need>
    );
  },
});
