import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { OutreachPage } from '../../../../../features/outreach/outreach-page.tsx';
import type { OutreachAddress } from '../../../../../features/outreach/outreach-words.ts';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/$id/outreach')({
  validateSearch: (search: OutreachAddress & SearchSchemaInput): OutreachAddress => search,
  component: function OutreachForStaffRoute() {
    return (
      <Need permission="projects.manage">
        <OutreachPage id={Route.useParams().id} address={Route.useSearch()} isForStaff />
      </Need>
    );
  },
});
