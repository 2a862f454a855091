import { createFileRoute } from '@tanstack/react-router';
import { ProjectImportsPage } from '../../../../../features/project-imports/staff/project-imports-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/import/')({
  component: () => (
    <Need permission="projects.manage">
      <ProjectImportsPage />
    </Need>
  ),
});
