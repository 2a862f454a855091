import { createFileRoute, Outlet } from '@tanstack/react-router';
import { requireSignIn } from '../features/accounts/me.ts';
import { loadMemberFrame, Shell } from '../features/shell/shell.tsx';

export const Route = createFileRoute('/_member')({
  // The shell is in the first file already.
  codeSplitGroupings: [],
  beforeLoad: (place) => {
    // Loads the shell while the portal finds out who asks. If the code does not arrive, the shell says so.
    loadMemberFrame().catch(() => undefined);
    return requireSignIn(place);
  },
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
