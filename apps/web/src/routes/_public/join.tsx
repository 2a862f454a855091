import { createFileRoute, redirect, type SearchSchemaInput } from '@tanstack/react-router';
import { meQuery } from '../../features/accounts/me.ts';
import { joinSteps } from '../../features/applications/answers/step-names.ts';
import { JoinPage } from '../../features/applications/join/join-page.tsx';

type Asked = { license?: string | number; step?: string; change?: boolean | string } & SearchSchemaInput;

export const Route = createFileRoute('/_public/join')({
  validateSearch: ({ license, step, change }: Asked) => ({
    license: /^\d{1,8}$/.test(String(license)) ? String(license) : undefined,
    step: joinSteps.find((one) => one === step),
    change: String(change) === 'true' || undefined,
  }),
  beforeLoad: async ({ context }) => {
    // Somebody with an account has applied already.
    const me = await context.queryClient.ensureQueryData(meQuery()).catch(() => null);
    if (me) throw redirect({ to: '/application', replace: true });
  },
  component: function JoinRoute() {
    const { license, step = 'company', change = false } = Route.useSearch();
    return <JoinPage licenseNumber={license} step={step} isChanging={change} />;
  },
});
