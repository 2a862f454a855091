import { createFileRoute } from '@tanstack/react-router';
import { NewPostingPage } from '../../../../features/projects/staff/new-posting-page.tsx';
import { Need } from '../../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/projects/new')({
  component: () => (
    <Need permission="projects.manage">
      <NewPostingPage />
    </Need>
  ),
});
