import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { OutreachPage } from '../../../../features/outreach/outreach-page.tsx';
import { type OutreachView, readView } from '../../../../features/outreach/outreach-words.ts';

export const Route = createFileRoute('/_member/projects/$id/outreach')({
  validateSearch: ({ part }: { part?: unknown } & SearchSchemaInput): { part?: OutreachView } =>
    readView(part),
  component: function OutreachRoute() {
    return <OutreachPage id={Route.useParams().id} view={Route.useSearch().part ?? 'all'} />;
  },
});
