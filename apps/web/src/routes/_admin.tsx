import { createFileRoute, Outlet } from '@tanstack/react-router';
import { needSomebody } from '../features/accounts/me.ts';
import { StaffOnly } from '../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin')({
  beforeLoad: needSomebody,
  component: () => (
    <StaffOnly>
      <Outlet />
    </StaffOnly>
  ),
});
