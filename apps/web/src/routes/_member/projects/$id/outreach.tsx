import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { OutreachPage } from '../../../../features/outreach/outreach-page.tsx';
import type { OutreachAddress } from '../../../../features/outreach/outreach-words.ts';

export const Route = createFileRoute('/_member/projects/$id/outreach')({
  validateSearch: (search: OutreachAddress & SearchSchemaInput): OutreachAddress => search,
  component: function OutreachRoute() {
    return <OutreachPage id={Route.useParams().id} address={Route.useSearch()} />;
  },
});
