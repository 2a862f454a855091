import { createFileRoute } from '@tanstack/react-router';
import { HomeSectionsPage } from '../../../features/home-sections/staff/home-sections-page.tsx';
import { Need } from '../../../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin/admin/home-sections')({
  component: () => (
    <Need permission="home_sections.manage">
      <HomeSectionsPage />
    </Need>
  ),
});
