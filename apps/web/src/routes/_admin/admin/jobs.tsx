import { createFileRoute } from '@tanstack/react-router';
import { JobsPage } from '../../../features/admin/jobs-page.tsx';
import { Need } from '../../../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/jobs')({
  component: () => (
    <Need permission="jobs.manage">
      <JobsPage />
    </Need>
  ),
});
