import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type MemberFilters, readMemberFilters } from '../../../../features/members/staff/filters.ts';
import { MembersPage } from '../../../../features/members/staff/members-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

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
