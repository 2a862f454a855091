import { createFileRoute, type SearchSchemaInput, useNavigate } from '@tanstack/react-router';
import { DirectoryPage } from '../../../features/directory/directory-page.tsx';
import {
  type DirectoryChange,
  readDirectorySearch,
  toAddress,
} from '../../../features/directory/directory-search.ts';

export const Route = createFileRoute('/_public/directory/')({
  // The page reads the filters out of it: the first script stays small.
  validateSearch: (search: DirectoryChange & SearchSchemaInput): DirectoryChange => search,
  component: function DirectoryRoute() {
    const navigate = useNavigate();
    return (
      <DirectoryPage
        search={Route.useSearch({ select: readDirectorySearch, structuralSharing: true })}
        change={(search, { replace = false } = {}) =>
          // An entry that is only put in another’s place keeps what belongs to it, such as the map’s card.
          void navigate({
            to: '/directory',
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
