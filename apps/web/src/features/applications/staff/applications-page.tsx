import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Eye, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount } from '../../../lib/formats.ts';
import { pageOptions } from '../../../lib/page-options.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { AllDone, NothingYet } from '../../../ui/illustrations.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { ageInList } from '../../../ui/short-times.ts';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { StandingMark } from '../../contractors/standing-mark.tsx';
import type { ApplicationRow } from './application.ts';
import type { Act } from './decision-dialog.tsx';
import { type ApplicationTab, applicationTabs, rememberApplicationTab } from './filters.ts';
import { licenseDifferences, listedWarnings } from './license-differences.ts';
import { reviewersInWords } from './reviewers.ts';

/** Comes right after the page: nobody decides before they have read. */
const DecisionDialog = lazy(patiently(() => import('./decision-dialog.tsx')));

const tabWords = {
  SUBMITTED: 'To review',
  QUESTION: 'Waiting for applicant',
  UNVERIFIED: 'Address not confirmed',
  APPROVED: 'Approved',
  DECLINED: 'Declined',
} as const satisfies Record<ApplicationTab, string>;

const refresh = () => queryClient.invalidateQueries(api.applications.pathFilter());

export function ApplicationsPage({ status }: { status: ApplicationTab }) {
  const me = useMe();
  useEffect(() => rememberApplicationTab(status), [status]);
  const mayDecide = me?.permissions.includes('applications.decide') ?? false;
  const [chosen, setChosen] = useState<string[]>([]);
  const [act, setAct] = useState<Act>();
  const navigate = useNavigate();
  const list = useInfiniteQuery(api.applications.list.infiniteQueryOptions({ status }, pageOptions));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const { data: counts } = useQuery(api.applications.count.queryOptions(undefined, { staleTime: 0 }));
  const canChoose = mayDecide && (status === 'SUBMITTED' || status === 'QUESTION');
  // Applications that were decided meanwhile have left the list.
  const picked = rows.filter(({ id }) => chosen.includes(id));
  const [isTooEarly, setTooEarly] = useState(false);
  const begin = (chosen: Act) => () => {
    setTooEarly(picked.length === 0);
    if (picked.length > 0) setAct(chosen);
  };
  const number = picked.length > 0 ? picked.length : 'selected';
  return (
    <div className="space-y-5">
      <PageHeading title="Applications" />
      <Tabs label="Status">
        {applicationTabs.map((value) => (
          <Tab key={value} to="/admin/applications" search={{ status: value }} onClick={() => setChosen([])}>
            {tabWords[value]}
            {counts && <span className="text-text-2 tabular-nums">{formatCount(counts[value] ?? 0)}</span>}
          </Tab>
        ))}
      </Tabs>
      {canChoose && rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-4">
          <label className="flex min-h-10 items-center gap-2 text-dense">
            <input
              type="checkbox"
              className="size-5 accent-brand"
              checked={picked.length === rows.length}
              onChange={(event) => setChosen(event.target.checked ? rows.map(({ id }) => id) : [])}
            />
            Select all
          </label>
          <Button look="primary" aria-disabled={picked.length === 0} onClick={begin('approve')}>
            Approve {number}…
          </Button>
          <Button aria-disabled={picked.length === 0} onClick={begin('decline')}>
            Decline {number}…
          </Button>
          <p role="status" className="text-dense text-warn">
            {isTooEarly && picked.length === 0 && 'Choose applications first.'}
          </p>
        </div>
      )}
      <Entries
        label="Applications"
        what="Couldn’t load the applications"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          status === 'SUBMITTED' ? (
            <Empty drawing={<AllDone />} title="No applications here.">
              Every application is decided. New ones appear here as soon as applicants confirm their address.
            </Empty>
          ) : (
            <Empty drawing={<NothingYet />} title="No applications here." />
          )
        }
      >
        {rows.map((row) => (
          <li key={row.id} className="flex gap-3 p-4">
            {canChoose && (
              <input
                type="checkbox"
                aria-label={`${row.firstName} ${row.lastName}`}
                className="mt-1 size-5 shrink-0 accent-brand"
                checked={chosen.includes(row.id)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id))
                }
              />
            )}
            <div className="min-w-0">
              <Link
                to="/admin/applications/$id"
                params={{ id: row.id }}
                className="font-semibold text-link underline-offset-4 hover:underline"
              >
                {row.firstName} {row.lastName}
              </Link>
              <p className="break-words text-dense">
                {[row.company, row.tierName].filter(Boolean).join(' · ')}
                {row.licenseNumber && ` · license ${row.licenseNumber}`}
                {row.licenseName && row.licenseName !== row.company && ` of ${row.licenseName}`}
              </p>
              <Marks row={row} />
              <p className="text-dense text-text-2">
                {canChoose && 'Arrived '}
                <time {...ageInList(row.submittedAt ?? row.createdAt)} />
              </p>
              {row.reviewers.length > 0 && (
                <p className="flex items-center gap-1.5 text-dense text-info">
                  <Eye aria-hidden className="size-4 shrink-0" />
                  {reviewersInWords(row.reviewers)}
                </p>
              )}
            </div>
          </li>
        ))}
      </Entries>
      <Suspense>
        <DecisionDialog
          act={act}
          applications={picked.map(({ id, firstName, lastName, updatedAt }) => ({
            id,
            name: `${firstName} ${lastName}`,
            updatedAt,
          }))}
          warnings={picked.flatMap((row) =>
            listedWarnings(row, row.license).map(
              (warning) =>
                // Each sentence names its applicant, because the dialog is about several.
                `${row.firstName} ${row.lastName}: ${warning}`,
            ),
          )}
          close={() => {
            setAct(undefined);
            void refresh();
          }}
          done={async (words) => {
            const view = { approve: 'APPROVED', decline: 'DECLINED', ask: 'QUESTION' } as const;
            setAct(undefined);
            setChosen([]);
            await refresh();
            toast(words, {
              view: () => navigate({ to: '/admin/applications', search: { status: view[act ?? 'approve'] } }),
            });
          }}
        />
      </Suspense>
    </div>
  );
}

/** The standing of the applicant's license, and that the license board's record differs from the application. */
function Marks({ row }: { row: ApplicationRow }) {
  const { license, licenseNumber } = row;
  if (!licenseNumber) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {license && <StandingMark standing={license.standing} />}
      {(!license || licenseDifferences(row, license).length > 0) && (
        <span className="inline-flex items-center gap-1.5 text-dense text-warn">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {license ? 'Differs from the license board’s record' : 'Not in the license board’s file'}
        </span>
      )}
    </p>
  );
}
