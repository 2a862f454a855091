import { createFileRoute, redirect, type SearchSchemaInput } from '@tanstack/react-router';
import { meQuery } from '../../features/accounts/me.ts';
import { JoinPage } from '../../features/applications/join/join-page.tsx';
import { queryClient } from '../../lib/api.ts';

export const Route = createFileRoute('/_public/join')({
  validateSearch: ({ license }: { license?: string | number } & SearchSchemaInput) => ({
    license: /^\d{1,8}$/.test(String(license)) ? String(license) : undefined,
  }),
  beforeLoad: async () => {
    // Somebody with an account has applied already.
    const me = await queryClient.ensureQueryData(meQuery()).catch(() => null);
    if (me) throw redirect({ to: '/application', replace: true });
  },
  component: function JoinRoute() {
    return <JoinPage licenseNumber={Route.useSearch().license} />;
  },
});
