import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type JobTab, readJobTab } from '../../../features/admin/filters.ts';
import { JobsPage } from '../../../features/admin/jobs-page.tsx';
import { Need } from '../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/jobs')({
  validateSearch: ({ state }: { state?: JobTab } & SearchSchemaInput) => ({ state: readJobTab(state) }),
  component: function JobsRoute() {
    return (
      <Need permission="jobs.manage">
        <JobsPage tab={Route.useSearch().state} />
      </Need>
    );
  },
});
