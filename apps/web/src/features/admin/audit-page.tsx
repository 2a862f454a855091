import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Entries } from '../../ui/entries.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import type { TrailFilters } from './filters.ts';
import { wordsOf } from './status-words.ts';

export function AuditPage({ filters }: { filters: TrailFilters }) {
  const { kind, ...narrowed } = filters;
  const chips = Object.entries(narrowed).filter(([, value]) => value);
  const params = new URLSearchParams(chips as [string, string][]);
  return (
    <div className="space-y-5">
      <PageHeading title="Trail" />
      <nav aria-label="Kind of entries">
        <ul className="flex flex-wrap gap-1">
          {(['actions', 'changes'] as const).map((one) => (
            <li key={one}>
              <Link
                to="/admin/audit"
                search={{ ...narrowed, kind: one }}
                className="inline-flex min-h-10 items-center rounded-control border border-divider px-3 text-dense"
                activeProps={{ className: 'border-link bg-info-tint font-semibold' }}
              >
                {one === 'actions' ? 'What staff did' : 'Rows that changed'}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {chips.length > 0 && (
        <ul className="flex flex-wrap gap-2" aria-label="Filters">
          {chips.map(([name, value]) => (
            <li key={name}>
              <Link
                to="/admin/audit"
                search={{ ...filters, [name]: undefined }}
                className="inline-flex min-h-9 items-center rounded-control bg-info-tint px-3 text-dense"
                aria-label={`Remove ${value}`}
              >
                {value} ×
              </Link>
            </li>
          ))}
        </ul>
      )}
      <a href={`/api/trail/${kind}.csv?${params}`} className={buttonClass()}>
        Download these as CSV
      </a>
      {kind === 'actions' ? <Actions filters={narrowed} /> : <Changes filters={narrowed} />}
    </div>
  );
}

const link = 'text-link underline underline-offset-4';

function Actions({ filters }: { filters: Omit<TrailFilters, 'kind'> }) {
  const list = useInfiniteQuery(
    api.audit.listActions.infiniteQueryOptions(
      { ...filters, limit: 50 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, staleTime: 0 },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Entries
      label="Entries"
      what="The trail could not be loaded"
      list={list}
      isEmpty={rows.length === 0}
      empty={<p>Nothing matches.</p>}
    >
      {rows.map((row) => (
        <li key={row.id} className="p-4">
          <p>
            <Link
              to="/admin/audit"
              search={{ ...filters, kind: 'actions', action: row.action }}
              className={`font-semibold ${link}`}
            >
              {wordsOf(row.action)}
            </Link>
            {row.userId && (
              <>
                {' by '}
                <Link to="/admin/members/$id" params={{ id: row.userId }} className={link}>
                  {row.actor}
                </Link>
              </>
            )}
            {row.targetUserId && (
              <>
                {', about '}
                <Link to="/admin/members/$id" params={{ id: row.targetUserId }} className={link}>
                  a member
                </Link>
              </>
            )}
          </p>
          {row.reason && <p className="text-dense">{row.reason}</p>}
          <p className="text-dense text-text-2">{formatInstant(row.createdAt)}</p>
        </li>
      ))}
    </Entries>
  );
}

function Changes({ filters }: { filters: Omit<TrailFilters, 'kind'> }) {
  const list = useInfiniteQuery(
    api.audit.listChanges.infiniteQueryOptions(
      { ...filters, limit: 50 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, staleTime: 0 },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const words = { INSERT: 'added to', UPDATE: 'changed in', DELETE: 'removed from' };
  return (
    <Entries
      label="Entries"
      what="The trail could not be loaded"
      list={list}
      isEmpty={rows.length === 0}
      empty={<p>Nothing matches.</p>}
    >
      {rows.map((row) => (
        <li key={row.id} className="p-4">
          <p>
            A row was {words[row.operation]}{' '}
            <Link
              to="/admin/audit"
              search={{ ...filters, kind: 'changes', tableName: row.tableName }}
              className={link}
            >
              {row.tableName}
            </Link>{' '}
            by {row.actor}
          </p>
          <dl className="mt-1 grid gap-x-4 text-dense sm:grid-cols-[auto_1fr]">
            {Object.entries(row.changes).map(([column, [before, after]]) => (
              <div key={column} className="contents">
                <dt className="text-text-2">{column}</dt>
                <dd className="break-all">
                  {row.operation === 'UPDATE' && `${shown(before)} → `}
                  {shown(row.operation === 'DELETE' ? before : after)}
                </dd>
              </div>
            ))}
          </dl>
          <p className="text-dense text-text-2">
            <Link
              to="/admin/audit"
              search={{ ...filters, kind: 'changes', tableName: row.tableName, rowId: row.rowId }}
              className={link}
            >
              This row’s history
            </Link>{' '}
            · {formatInstant(row.createdAt)}
          </p>
        </li>
      ))}
    </Entries>
  );
}

const shown = (value: unknown) =>
  value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
