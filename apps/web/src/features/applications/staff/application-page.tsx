import { formatPhone } from '@namc/inputs/phone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { api, isMissing, queryClient } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { focusPageHeading, PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { Messages } from '../messages.tsx';
import type { ApplicationDetail } from './application.ts';
import type { Act } from './decision-dialog.tsx';
import { lastApplicationTab } from './filters.ts';
import { LicenseEvidence, useLicenseWarnings } from './license-evidence.tsx';
import { reviewersInWords } from './reviewers.ts';
import { useReview } from './use-review.ts';

/** Comes right after the page: nobody decides before they have read. */
const DecisionDialog = lazy(patiently(() => import('./decision-dialog.tsx')));

export function ApplicationDetailPage({ id }: { id: string }) {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.applications.get.queryOptions({ id }, { staleTime: 0 }),
  );
  const warnings = useLicenseWarnings(data);
  const [act, setAct] = useState<Act>();
  const [wasDecided, setDecided] = useState(false);
  const isOpen = data?.status === 'SUBMITTED' || data?.status === 'QUESTION';
  const mayDecide = isOpen && (me?.permissions.includes('applications.decide') ?? false);
  useReview(id, mayDecide);
  const isUnknown = isMissing(error);
  const name = data ? `${data.firstName} ${data.lastName}` : '';
  const elsewhere = isOpen ? reviewersInWords(data.reviewers) : undefined;
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <nav aria-label="Applications" className="flex flex-wrap items-center justify-between gap-x-6">
          <Link
            to="/admin/applications"
            search={{ status: lastApplicationTab() }}
            className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
          >
            <span aria-hidden>←</span>
            All applications
          </Link>
          {data && <Next next={data.next} takesFocus={wasDecided && !isOpen} />}
        </nav>
        <PageHeading title={data ? name : isUnknown ? 'Application not found' : 'Application'} />
      </div>
      {isPending && <Loading />}
      {isUnknown && <p>There is no application at this address. Check the link, or look in the list.</p>}
      {error && !isUnknown && (
        <ErrorPanel what="Couldn’t load the application" error={error} retry={refetch} />
      )}
      {data && (
        <>
          {elsewhere && (
            <Notice kind="info" title={elsewhere}>
              <p>The first decision counts.</p>
            </Notice>
          )}
          <Decided application={data} />
          {data.status === 'QUESTION' && <Notice kind="info" title="Waiting for the applicant" />}
          {data.status === 'WITHDRAWN' && <Notice kind="info" title="Withdrawn by the applicant" />}
          <div className="grid gap-6 xl:grid-cols-2">
            <div>
              <Facts
                facts={[
                  ['Membership', data.tierName],
                  ['Company', data.company],
                  ['License', data.licenseNumber],
                  ['City', [data.city, data.zipCode].filter(Boolean).join(' ')],
                  ['Email', `${data.email}${data.isEmailVerified ? ' (confirmed)' : ' (not confirmed)'}`],
                  ['Phone', data.phone && formatPhone(data.phone)],
                  ['Skills', data.skills.join(', ')],
                  ['Applied', formatInstant(data.createdAt)],
                  ['About', data.statement],
                  [
                    'Account',
                    <Link
                      key="account"
                      to="/admin/members/$id"
                      params={{ id: data.userId }}
                      className="text-link underline underline-offset-4"
                    >
                      Account history
                    </Link>,
                  ],
                ]}
              />
            </div>
            <LicenseEvidence application={data} />
          </div>
          <Messages messages={data.messages} />
          {mayDecide && (
            <div className="flex flex-wrap gap-3">
              <Button look="primary" onClick={() => setAct('approve')}>
                Approve…
              </Button>
              <Button onClick={() => setAct('ask')}>Ask a question…</Button>
              <Button onClick={() => setAct('decline')}>Decline…</Button>
            </div>
          )}
          <Suspense>
            <DecisionDialog
              act={act}
              applications={[{ id, name, updatedAt: data.updatedAt }]}
              warnings={warnings}
              close={() => setAct(undefined)}
              done={async (words) => {
                setAct(undefined);
                setDecided(true);
                await queryClient.invalidateQueries(api.applications.pathFilter());
                toast(words);
              }}
            />
          </Suspense>
        </>
      )}
    </div>
  );
}

/**
 * Links to the next application. The link takes the focus after a decision, so that Enter works through the queue.
 */
function Next({ next, takesFocus }: Pick<ApplicationDetail, 'next'> & { takesFocus: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    if (link.current) link.current.focus();
    else focusPageHeading();
  }, [takesFocus]);
  if (!next) return <p className="text-dense text-text-2">No other applications to review.</p>;
  return (
    <Link
      ref={link}
      to="/admin/applications/$id"
      params={{ id: next.id }}
      className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
    >
      Next: {next.name}
    </Link>
  );
}

function Decided({ application }: { application: ApplicationDetail }) {
  const { decidedAt, decidedByName, reason, status } = application;
  if (!decidedAt) return null;
  return (
    <Notice
      kind={status === 'APPROVED' ? 'ok' : 'info'}
      title={
        status === 'APPROVED'
          ? 'Approved'
          : status === 'DECLINED'
            ? 'Declined'
            : 'Declined before, and sent again'
      }
    >
      <p>
        {formatInstant(decidedAt)}
        {decidedByName && ` by ${decidedByName}`}
        {reason && `: ${reason}`}
      </p>
    </Notice>
  );
}
