import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { type PostingFilters, readPostingFilters } from '../../../../features/projects/staff/filters.ts';
import { PostingsPage } from '../../../../features/projects/staff/postings-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/')({
  validateSearch: (search: PostingFilters & SearchSchemaInput): PostingFilters => readPostingFilters(search),
  component: function PostingsRoute() {
    return (
      <Need permission="projects.manage" or="bids.read">
        <PostingsPage filters={Route.useSearch()} />
      </Need>
    );
  },
});
