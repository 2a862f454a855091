import { createFileRoute, type SearchSchemaInput, useNavigate } from '@tanstack/react-router';
import {
  type ProjectChange,
  readProjectSearch,
  toAddress,
} from '../../../features/projects/project-search.ts';
import { ProjectsPage } from '../../../features/projects/projects-page.tsx';

export const Route = createFileRoute('/_public/projects/')({
  // The page reads the filters out of it: the first script stays small.
  validateSearch: (search: ProjectChange & SearchSchemaInput): ProjectChange => search,
  component: function ProjectsRoute() {
    const navigate = useNavigate();
    return (
      <ProjectsPage
        search={Route.useSearch({ select: readProjectSearch, structuralSharing: true })}
        change={(search) => void navigate({ to: '/projects', search: toAddress(search), resetScroll: false })}
      />
    );
  },
});
