import { createFileRoute, type SearchSchemaInput, useNavigate } from '@tanstack/react-router';
import { readSearchAddress, type SearchChange } from '../../features/search/search-address.ts';
import { SearchPage } from '../../features/search/search-page.tsx';

export const Route = createFileRoute('/_public/search')({
  // The page reads the text out of it: the first script stays small.
  validateSearch: (search: SearchChange & SearchSchemaInput): SearchChange => search,
  component: function SearchRoute() {
    const navigate = useNavigate();
    return (
      <SearchPage
        search={Route.useSearch({ select: readSearchAddress, structuralSharing: true })}
        change={(q) =>
          void navigate({ to: '/search', search: q ? { q } : {}, replace: true, resetScroll: false })
        }
      />
    );
  },
});
