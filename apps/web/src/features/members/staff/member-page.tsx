import { formatPhone } from '@namc/inputs/phone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api, isMissing, queryClient } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { type Act, ActDialog } from './act-dialog.tsx';
import { lastMemberFilters, type TimelineFilter } from './filters.ts';
import { MemberStatus } from './member-status.tsx';
import { Roles } from './roles.tsx';
import { SignedIn } from './signed-in.tsx';
import { Timeline } from './timeline.tsx';

const MemberTerms = lazy(
  patiently(async () => ({
    default: (await import('../../memberships/staff/member-terms.tsx')).MemberTerms,
  })),
);
const SecureData = lazy(patiently(() => import('../../secure-data/staff/member-secure-data.tsx')));
const WelcomeMember = lazy(patiently(() => import('../../memberships/staff/welcome-member.tsx')));
const MemberInvoices = lazy(patiently(() => import('../../invoices/staff/member-invoices.tsx')));
const Certifications = lazy(patiently(() => import('../../certifications/staff/member-certifications.tsx')));
const Companies = lazy(patiently(() => import('../../company-merges/staff/member-companies.tsx')));

export function MemberPage({ id, filter }: { id: string; filter: TimelineFilter }) {
  const me = useMe();
  const may = (permission: string) => me?.permissions.some((granted) => granted === permission) ?? false;
  const account = useQuery(api.members.get.queryOptions({ userId: id }, { staleTime: 0 }));
  const [act, setAct] = useState<Act>();
  const done = async (words: string) => {
    setAct(undefined);
    await queryClient.invalidateQueries(api.members.pathFilter());
    toast(words);
  };
  const { data } = account;
  const isUnknown = isMissing(account.error);
  const isMyself = me?.userId === id;
  return (
    <div className="space-y-8">
      <div className="space-y-1">
        <Link
          to="/admin/members"
          search={lastMemberFilters()}
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All members
        </Link>
        <PageHeading
          title={data ? `${data.firstName} ${data.lastName}` : isUnknown ? 'Account not found' : 'Account'}
        />
      </div>
      {account.isPending && <Loading />}
      {isUnknown && <p>There is no account at this address. Check the link, or look in the list.</p>}
      {account.error && !isUnknown && (
        <ErrorPanel what="Couldn’t load the account" error={account.error} retry={account.refetch} />
      )}
      {data && (
        <>
          <Facts
            facts={[
              ['Status', <MemberStatus key="status" status={data.status} />],
              ['Company', data.company],
              ['Email', `${data.email}${data.isEmailVerified ? ' (confirmed)' : ' (not confirmed)'}`],
              ['Phone', data.phone && formatPhone(data.phone)],
              ['City', [data.city, data.zipCode].filter(Boolean).join(' ')],
              ['License', data.licenseNumber],
              ['Two-step sign-in', data.hasTwoFactor ? 'On' : 'Off'],
              ['Account created', formatInstant(data.createdAt)],
              [
                'Application',
                data.applicationId && (
                  <Link
                    to="/admin/applications/$id"
                    params={{ id: data.applicationId }}
                    className="text-link underline underline-offset-4"
                  >
                    View application
                  </Link>
                ),
              ],
            ]}
          />
          {may('memberships.manage') &&
            !data.isEmailVerified &&
            (data.status === 'ACTIVE' || data.status === 'LAPSED') && (
              <Suspense fallback={null}>
                <WelcomeMember userId={id} email={data.email} />
              </Suspense>
            )}
          {may('members.edit') && !isMyself && (
            <div className="flex flex-wrap gap-3">
              {data.hasTwoFactor && (
                <Button onClick={() => setAct({ kind: 'endTwoFactor' })}>Turn off two-step sign-in…</Button>
              )}
              {(data.status === 'ACTIVE' || data.status === 'LAPSED') && (
                <Button onClick={() => setAct({ kind: 'suspend' })}>Suspend…</Button>
              )}
              {data.status === 'SUSPENDED' && (
                <Button onClick={() => setAct({ kind: 'reinstate' })}>Reinstate…</Button>
              )}
            </div>
          )}
          <Suspense fallback={<Loading />}>
            <MemberTerms
              userId={id}
              name={`${data.firstName} ${data.lastName}`}
              terms={data.memberships}
              canRenew={
                may('memberships.manage') &&
                !isMyself &&
                (data.status === 'ACTIVE' || data.status === 'LAPSED')
              }
              done={done}
            />
          </Suspense>
          {may('payments.read') && (
            <Suspense fallback={<Loading />}>
              <MemberInvoices
                userId={id}
                name={`${data.firstName} ${data.lastName}`}
                canIssue={
                  may('payments.manage') &&
                  !isMyself &&
                  (data.status === 'ACTIVE' || data.status === 'LAPSED')
                }
              />
            </Suspense>
          )}
          <Suspense fallback={<Loading />}>
            <Companies userId={id} mayMerge={may('members.edit')} />
          </Suspense>
          <Suspense fallback={<Loading />}>
            <Certifications userId={id} mayJudge={may('members.edit') && !isMyself} />
          </Suspense>
          {may('secure_data.read') && (
            <Suspense fallback={<Loading />}>
              <SecureData userId={id} isMyself={isMyself} />
            </Suspense>
          )}
          <Roles
            grants={data.grants}
            canTake={may('roles.grant') && !isMyself}
            canGive={may('roles.grant') && !isMyself && data.status === 'ACTIVE'}
            isMyself={isMyself}
            begin={setAct}
          />
          {may('members.edit') && <SignedIn userId={id} />}
          <Timeline userId={id} filter={filter} />
          <ActDialog
            act={act}
            userId={id}
            name={`${data.firstName} ${data.lastName}`}
            close={() => setAct(undefined)}
            done={done}
          />
        </>
      )}
    </div>
  );
}
