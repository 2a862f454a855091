import { createFileRoute, Outlet } from '@tanstack/react-router';
import { requireSignIn } from '../features/accounts/me.ts';
import { StaffOnly } from '../features/staff-shell/staff-only.tsx';

export const Route = createFileRoute('/_admin')({
  beforeLoad: requireSignIn,
  component: () => (
    <StaffOnly>
      <Outlet />
    </StaffOnly>
  ),
});
