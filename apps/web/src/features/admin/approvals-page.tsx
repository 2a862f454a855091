import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant, plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Entries } from '../../ui/entries.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useMe } from '../account/me.ts';
import { type ApplicationTab, applicationTabs } from './filters.ts';

export function ApprovalsPage({ status }: { status: ApplicationTab }) {
  const me = useMe();
  const mayDecide = me?.permissions.includes('members.edit') ?? false;
  const [chosen, setChosen] = useState<string[]>([]);
  const [isApproving, setApproving] = useState(false);
  const announce = useAnnounce();
  const list = useInfiniteQuery(
    api.applications.list.infiniteQueryOptions(
      { status },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, staleTime: 0 },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const approve = useMutation(
    api.applications.approve.mutationOptions({
      onSuccess: async ({ approved }) => {
        setChosen([]);
        await queryClient.invalidateQueries(api.applications.pathFilter());
        announce(`${approved} ${plural(approved, 'application', 'applications')} approved.`);
      },
      onSettled: () => setApproving(false),
    }),
  );
  const canChoose = mayDecide && status === 'SUBMITTED';
  return (
    <div className="space-y-5">
      <PageHeading title="Applications" />
      <nav aria-label="Status">
        <ul className="flex flex-wrap gap-1">
          {applicationTabs.map(([value, label]) => (
            <li key={value}>
              <Link
                to="/admin/approvals"
                search={{ status: value }}
                onClick={() => setChosen([])}
                className="inline-flex min-h-10 items-center rounded-control border border-divider px-3 text-dense"
                activeProps={{ className: 'border-link bg-info-tint font-semibold' }}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {approve.error && <ErrorPanel what="Nothing was approved" error={approve.error} />}
      {canChoose && rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-4">
          <label className="flex min-h-10 items-center gap-2 text-dense">
            <input
              type="checkbox"
              className="size-5 accent-brand"
              checked={chosen.length === rows.length}
              onChange={(event) => setChosen(event.target.checked ? rows.map(({ id }) => id) : [])}
            />
            All of these
          </label>
          <Button
            look="primary"
            aria-disabled={chosen.length === 0}
            onClick={() => chosen.length > 0 && setApproving(true)}
          >
            Approve {chosen.length > 0 ? chosen.length : 'chosen ones'}…
          </Button>
        </div>
      )}
      <Entries
        label="Applications"
        what="The applications could not be loaded"
        list={list}
        isEmpty={rows.length === 0}
        empty={<p>No application is here.</p>}
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
                to="/admin/approvals/$id"
                params={{ id: row.id }}
                className="font-semibold text-link underline-offset-4 hover:underline"
              >
                {row.firstName} {row.lastName}
              </Link>
              <p className="break-words text-dense">
                {row.company} · {row.tierName}
                {row.licenseNumber && ` · license ${row.licenseNumber}`}
                {row.licenseName && row.licenseName !== row.company && ` of ${row.licenseName}`}
              </p>
              <p className="text-dense text-text-2">{formatInstant(row.submittedAt ?? row.createdAt)}</p>
            </div>
          </li>
        ))}
      </Entries>
      <Dialog
        title={`Approve ${chosen.length} ${plural(chosen.length, 'application', 'applications')}?`}
        isOpen={isApproving}
        close={() => setApproving(false)}
      >
        <p>Each applicant becomes a member today and is told by mail. This cannot be undone.</p>
        <div className="mt-5 flex gap-3">
          <Button onClick={() => setApproving(false)}>Cancel</Button>
          <Button
            look="primary"
            aria-disabled={approve.isPending}
            onClick={() => !approve.isPending && approve.mutate({ ids: chosen })}
          >
            {approve.isPending ? 'Approving…' : 'Approve'}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
