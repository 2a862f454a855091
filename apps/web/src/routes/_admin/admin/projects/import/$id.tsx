import { createFileRoute } from '@tanstack/react-router';
import { ProjectImportPage } from '../../../../../features/project-imports/staff/project-import-page.tsx';
import { Need } from '../../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/import/$id')({
  component: function ProjectImportRoute() {
    const { id } = Route.useParams();
    return (
      <Need permission="projects.manage">
        <ProjectImportPage key={id} importId={id} />
      </Need>
    );
  },
});
