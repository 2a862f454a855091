import { createFileRoute, Outlet } from '@tanstack/react-router';
import { needSomebody } from '../features/accounts/me.ts';
import { loadMemberShell, Shell } from '../features/shell/shell.tsx';

export const Route = createFileRoute('/_member')({
  beforeLoad: (place) => {
    // On its way while it is found out who asks; when it does not come, the shell says so.
    loadMemberShell().catch(() => undefined);
    return needSomebody(place);
  },
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
