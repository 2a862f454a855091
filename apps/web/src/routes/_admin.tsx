import { createFileRoute, Outlet } from '@tanstack/react-router';
import { needSomebody } from '../features/account/me.ts';
import { StaffOnly } from '../features/admin/staff-only.tsx';

export const Route = createFileRoute('/_admin')({
  beforeLoad: needSomebody,
  component: () => (
    <StaffOnly>
      <Outlet />
    </StaffOnly>
  ),
});
