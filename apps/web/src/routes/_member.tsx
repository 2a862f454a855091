import { createFileRoute, Outlet } from '@tanstack/react-router';
import { needSomebody } from '../features/account/me.ts';
import { Shell } from '../features/shell/shell.tsx';

export const Route = createFileRoute('/_member')({
  beforeLoad: needSomebody,
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
