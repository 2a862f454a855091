import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import type { PostingFilters } from '../../../../features/projects/staff/filters.ts';
import { PostingsPage, readPostingFilters } from '../../../../features/projects/staff/postings-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/')({
  // The first script parses the address of every page. The page itself reads what the address says.
  validateSearch: (search: PostingFilters & SearchSchemaInput): PostingFilters => search,
  component: function PostingsRoute() {
    return (
      <Need permission="projects.manage" or="bids.read">
        <PostingsPage filters={readPostingFilters(Route.useSearch())} />
      </Need>
    );
  },
});
