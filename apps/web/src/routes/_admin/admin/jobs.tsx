import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type JobTab, readJobTab } from '../../../features/jobs/staff/filters.ts';
import { JobsPage } from '../../../features/jobs/staff/jobs-page.tsx';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

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
