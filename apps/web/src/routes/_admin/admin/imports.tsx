import { createFileRoute, redirect } from '@tanstack/react-router';

/** The page's former address, which people may have kept. */
export const Route = createFileRoute('/_admin/admin/imports')({
  beforeLoad: () => {
    throw redirect({ to: '/admin/contractors/import', replace: true });
  },
});
