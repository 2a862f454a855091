import { createFileRoute } from '@tanstack/react-router';
import { ProjectPage } from '../../../features/projects/project-page.tsx';

export const Route = createFileRoute('/_public/projects/$id')({
  component: function ProjectRoute() {
    return <ProjectPage id={Route.useParams().id} />;
  },
});
