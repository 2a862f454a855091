import { memberStatuses } from '@namc/inputs/member-lists';
import { memberStatusWords } from '@namc/inputs/member-words';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Download, FileUp, UserPlus } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount } from '../../../lib/formats.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { useTypedSearch } from '../../../lib/use-typed-search.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { NothingFound } from '../../../ui/illustrations.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { useMe } from '../../accounts/me.ts';
import { EmailDialog } from './email-dialog.tsx';
import { type MemberFilters, rememberMemberFilters } from './filters.ts';
import { MemberHeadings, MemberTableRow } from './member-table.tsx';

const Invitation = lazy(patiently(() => import('../../contractors/license/invitation.tsx')));

/** An email goes to so many members at once. */
const mostReaders = 100;

export function MembersPage({ filters }: { filters: MemberFilters }) {
  const navigate = useNavigate();
  useEffect(() => rememberMemberFilters(filters), [filters]);
  const roles = useQuery(api.roles.list.queryOptions());
  const go = (change: MemberFilters, replace = false) =>
    navigate({ to: '/admin/members', search: { ...filters, ...change }, replace });
  const [typed, setTyped] = useTypedSearch(filters.q ?? '', (q) => void go({ q: q || undefined }, true));
  const list = useInfiniteQuery(
    api.members.search.infiniteQueryOptions({ ...filters, limit: 50 }, filteredPageOptions),
  );
  const { status, order: _, ...counted } = filters;
  const { data: counts } = useQuery(
    api.members.count.queryOptions(counted, { staleTime: 0, placeholderData: keepPreviousData }),
  );
  const total = counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const mayAdd = useMe()?.permissions.includes('memberships.manage') ?? false;
  const mayWrite = useMe()?.permissions.includes('members.edit') ?? false;
  const [chosen, setChosen] = useState<string[]>([]);
  const [isWriting, setWriting] = useState(false);
  const [isTooEarly, setTooEarly] = useState(false);
  const writable = rows.filter((row) => row.status !== 'CLOSED').slice(0, mostReaders);
  // Rows that a filter has taken away are not written to.
  const readers = rows.filter(({ id }) => chosen.includes(id)).slice(0, mostReaders);
  const stopWriting = () => setWriting(false);
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageHeading title="Members" />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Suspense
            fallback={
              // It takes the room of what comes, so that nothing below moves.
              <p className="flex items-center gap-x-2 text-dense font-semibold">
                Invite to join by email
                <span className="size-8" />
              </p>
            }
          >
            <Invitation />
          </Suspense>
          {mayAdd && (
            <>
              <Link to="/admin/members/new" className={buttonClass()}>
                <UserPlus aria-hidden className="size-4" />
                Add a member
              </Link>
              <Link to="/admin/members/import" className={buttonClass()}>
                <FileUp aria-hidden className="size-4" />
                Import members
              </Link>
            </>
          )}
          <a href={`/api/members.csv${stringifySearchParams(filters)}`} className={buttonClass()}>
            <Download aria-hidden className="size-4" />
            Download as CSV
          </a>
        </div>
      </div>
      <search className="flex flex-wrap items-end gap-3">
        <label className="block min-w-[min(16rem,100%)] flex-1 text-dense">
          <span className="mb-1 block font-semibold">Name, company, email or license</span>
          <input
            type="search"
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
            className={fieldClass}
          />
        </label>
        <Choice
          label="Role"
          value={filters.role}
          choices={(roles.data ?? []).filter(({ rank }) => rank > 0).map(({ code, name }) => [code, name])}
          choose={(role) => go({ role })}
        />
      </search>
      <Tabs label="Status">
        {[undefined, ...memberStatuses].map((each) => (
          <Tab
            key={each ?? 'all'}
            to="/admin/members"
            search={{ ...filters, status: each }}
            activeOptions={{ exact: true }}
            aria-current={each === status ? 'page' : undefined}
          >
            {each ? memberStatusWords[each] : 'All'}
            <span className="text-text-2 tabular-nums">
              {formatCount((each ? counts?.[each] : total) ?? 0)}
            </span>
          </Tab>
        ))}
      </Tabs>
      {mayWrite && rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-4">
          <label className="flex min-h-10 items-center gap-2 text-dense">
            <input
              type="checkbox"
              className="size-5 accent-brand"
              checked={readers.length > 0 && readers.length === writable.length}
              onChange={(event) => setChosen(event.target.checked ? writable.map(({ id }) => id) : [])}
            />
            Select {writable.length < rows.length ? `the first ${writable.length}` : 'all'}
          </label>
          <Button
            aria-disabled={readers.length === 0}
            onClick={() => {
              setTooEarly(readers.length === 0);
              setWriting(readers.length > 0);
            }}
          >
            Email {readers.length > 0 ? readers.length : 'selected'}…
          </Button>
          <p role="status" className="text-dense text-warn">
            {isTooEarly && readers.length === 0 && 'Choose members first.'}
          </p>
          {isWriting && (
            <EmailDialog
              readers={readers.map(({ id, firstName, lastName }) => ({
                id,
                name: `${firstName} ${lastName}`,
              }))}
              close={stopWriting}
              done={() => {
                stopWriting();
                setChosen([]);
              }}
            />
          )}
        </div>
      )}
      {rows[0]?.isSimilar && (
        <p role="status" className="text-dense text-text-2">
          Nobody matches “{filters.q}”. These names are similar.
        </p>
      )}
      <Entries
        label="Members"
        what="Couldn’t load the members"
        list={list}
        isEmpty={rows.length === 0}
        head={<MemberHeadings filters={filters} />}
        empty={
          <Empty drawing={<NothingFound />} title="No members match.">
            <Link
              to="/admin/members"
              onClick={() => setTyped('')}
              className="text-link underline underline-offset-4"
            >
              Clear all
            </Link>
          </Empty>
        }
      >
        {rows.map((row) => (
          <MemberTableRow
            key={row.id}
            row={row}
            choice={
              mayWrite
                ? {
                    isChosen: chosen.includes(row.id),
                    choose: (isChosen) =>
                      setChosen(isChosen ? [...chosen, row.id] : chosen.filter((id) => id !== row.id)),
                  }
                : undefined
            }
          />
        ))}
      </Entries>
    </div>
  );
}
