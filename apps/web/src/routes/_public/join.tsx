import { createFileRoute, redirect, type SearchSchemaInput, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { meQuery } from '../../features/accounts/me.ts';
import { joinSteps } from '../../features/applications/answers/step-names.ts';
import { JoinPage } from '../../features/applications/join/join-page.tsx';
import { patiently } from '../../lib/connection.ts';
import { Loading } from '../../ui/loading.tsx';

// Few people come by an invitation.
const OpenClaim = lazy(patiently(() => import('../../features/applications/join/open-claim.tsx')));

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
    // A link that was cut has a part of the token. The link past the navigation has a word.
    const isInvited = useLocation({
      select: ({ hash, state }) => hash !== 'content' && (hash || (state.linkToken ?? '')) !== '',
    });
    const form = (licenseNumber: string | undefined) => (
      <JoinPage licenseNumber={licenseNumber} step={step} isChanging={change} />
    );
    if (!isInvited) return form(license);
    return (
      <Suspense fallback={<Loading />}>
        <OpenClaim form={form} />
      </Suspense>
    );
  },
});
