import {
  createFileRoute,
  type SearchSchemaInput,
  stripSearchParams,
  useNavigate,
} from '@tanstack/react-router';
import { DirectoryPage } from '../../../features/directory/directory-page.tsx';
import {
  type DirectoryChange,
  directoryDefaults,
  readDirectorySearch,
} from '../../../features/directory/directory-search.ts';

export const Route = createFileRoute('/_public/directory/')({
  validateSearch: (search: DirectoryChange & SearchSchemaInput) => readDirectorySearch({ ...search }),
  search: { middlewares: [stripSearchParams(directoryDefaults)] },
  component: function DirectoryRoute() {
    const navigate = useNavigate();
    return (
      <DirectoryPage
        search={Route.useSearch()}
        change={(search) => void navigate({ to: '/directory', search, resetScroll: false })}
      />
    );
  },
});
