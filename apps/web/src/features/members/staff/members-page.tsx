import { memberStatuses } from '@namc/inputs/members';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { api } from '../../../lib/api.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { typingPause } from '../../../lib/use-settled.ts';
import { Choice } from '../../../ui/choice.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { PageHeading } from '../../../ui/page-heading.tsx';
import type { MemberFilters } from './filters.ts';
import { statusWords } from './member-words.ts';

export function MembersPage({ filters }: { filters: MemberFilters }) {
  const navigate = useNavigate();
  const router = useRouter();
  const [typed, setTyped] = useState(filters.q ?? '');
  const roles = useQuery(api.roles.list.queryOptions());
  const go = (change: MemberFilters, replace = false) =>
    navigate({ to: '/admin/members', search: { ...filters, ...change }, replace });
  const goToTyped = useEffectEvent((q: string) => {
    if (q !== (filters.q ?? '')) void go({ q: q || undefined }, true);
  });
  useEffect(() => {
    const { pathname } = router.latestLocation;
    const timer = setTimeout(() => {
      // A person who has followed a link meanwhile is not called back.
      if (router.latestLocation.pathname === pathname) goToTyped(typed.trim());
    }, typingPause);
    return () => clearTimeout(timer);
  }, [typed, router]);
  const list = useInfiniteQuery(
    api.members.search.infiniteQueryOptions({ ...filters, limit: 50 }, filteredPageOptions),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="space-y-5">
      <PageHeading title="Members" />
      <search className="flex flex-wrap items-end gap-3">
        <label className="block min-w-64 flex-1 text-dense">
          <span className="mb-1 block text-text-2">Name, company, email or license</span>
          <input
            type="search"
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
            className={fieldClass}
          />
        </label>
        <Choice
          label="Status"
          value={filters.status}
          choices={memberStatuses.map((value) => [value, statusWords[value]])}
          choose={(status) => go({ status })}
        />
        <Choice
          label="Role"
          value={filters.role}
          choices={(roles.data ?? []).filter(({ rank }) => rank > 0).map(({ code, name }) => [code, name])}
          choose={(role) => go({ role })}
        />
      </search>
      <Entries
        label="Members"
        what="Couldn’t load the members"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          <p>
            No members match.{' '}
            <Link
              to="/admin/members"
              onClick={() => setTyped('')}
              className="text-link underline underline-offset-4"
            >
              Clear all
            </Link>
          </p>
        }
      >
        {rows.map((row) => (
          <li key={row.id} className="grid gap-x-6 p-4 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <Link
                to="/admin/members/$id"
                params={{ id: row.id }}
                className="font-semibold text-link underline-offset-4 hover:underline"
              >
                {row.firstName} {row.lastName}
              </Link>
              <p className="break-words text-dense">{[row.company, row.email].filter(Boolean).join(' · ')}</p>
            </div>
            <p className="text-dense text-text-2 sm:text-right">
              {statusWords[row.status]}
              {row.roles.length > 0 && ` · ${row.roles.join(', ')}`}
            </p>
          </li>
        ))}
      </Entries>
    </div>
  );
}
