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
        change={(search, { replace = false } = {}) =>
          // An entry that is only put in another’s place keeps what belongs to it, such as the map’s card.
          void navigate({
            to: '/projects',
            search: toAddress(search),
            replace,
            state: replace || {},
            resetScroll: false,
          })
        }
      />
    );
  },
});
