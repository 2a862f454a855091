import { createFileRoute, Outlet } from '@tanstack/react-router';
import { Shell } from '../features/shell/shell.tsx';

export const Route = createFileRoute('/_public')({
  // The shell is in the first file, because pages that nobody finds have it too.
  codeSplitGroupings: [],
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
