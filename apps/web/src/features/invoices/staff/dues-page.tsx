import { dayWords } from '@namc/inputs/day-words';
import { type InvoiceState, invoiceStates } from '@namc/inputs/invoices';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatCents, formatCount } from '../../../lib/formats.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { stringifySearchParams } from '../../../lib/search-params.ts';
import { useTypedSearch } from '../../../lib/use-typed-search.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { NothingYet } from '../../../ui/illustrations.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { InvoicePill } from '../invoice-pill.tsx';
import { DuesTabs } from './dues-tabs.tsx';
import type { DuesFilters } from './filters.ts';

const stateWords: Record<InvoiceState, string> = {
  OPEN: 'Open',
  OVERDUE: 'Overdue',
  PAID: 'Paid',
  ALL: 'All',
};

/** All invoices, for staff who keep the books. */
export function DuesPage({ filters }: { filters: DuesFilters }) {
  const navigate = useNavigate();
  const { state = 'OPEN', q = '' } = filters;
  const [typed, setTyped] = useTypedSearch(
    q,
    (words) =>
      void navigate({ to: '/admin/dues', search: { ...filters, q: words || undefined }, replace: true }),
  );
  const totals = useQuery(api.invoices.getTotals.queryOptions(undefined, { staleTime: 0 }));
  const list = useInfiniteQuery(
    api.invoices.list.infiniteQueryOptions({ state, q, limit: 50 }, filteredPageOptions),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = { OPEN: totals.data?.openCount, OVERDUE: totals.data?.overdueCount } as Partial<
    Record<InvoiceState, number>
  >;
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageHeading title="Dues" />
        <div className="flex flex-wrap gap-3">
          <a href={`/api/invoices.csv${stringifySearchParams({ state, q })}`} className={buttonClass()}>
            Invoices as CSV
          </a>
          <a href="/api/payments.csv" className={buttonClass()}>
            Payments as CSV
          </a>
        </div>
      </div>
      <DuesTabs />
      {totals.error && (
        <ErrorPanel what="Couldn’t load the totals" error={totals.error} retry={totals.refetch} />
      )}
      {totals.data && (
        <dl className="grid max-w-5xl grid-cols-2 gap-x-6 gap-y-3 rounded-card border border-divider bg-surface p-4 sm:grid-cols-4 lg:grid-cols-7">
          {(
            [
              ['Left to pay', totals.data.openCents],
              ['Not due yet', totals.data.notDueCents],
              ['1 to 30 days late', totals.data.to30Cents],
              ['31 to 60 days', totals.data.to60Cents],
              ['61 to 90 days', totals.data.to90Cents],
              ['Over 90 days', totals.data.olderCents],
              ['Received this year', totals.data.receivedThisYearCents],
            ] as const
          ).map(([name, cents]) => (
            <div key={name}>
              <dt className="text-dense text-text-2">{name}</dt>
              <dd className="font-semibold tabular-nums">{formatCents(cents)}</dd>
            </div>
          ))}
        </dl>
      )}
      <search>
        <label className="block max-w-xl text-dense">
          <span className="mb-1 block font-semibold">Invoice number, name or company</span>
          <input
            type="search"
            value={typed}
            maxLength={100}
            onChange={(event) => setTyped(event.target.value)}
            className={fieldClass}
          />
        </label>
      </search>
      <Tabs label="Invoices">
        {invoiceStates.map((each) => (
          <Tab
            key={each}
            to="/admin/dues"
            search={{ ...filters, state: each === 'OPEN' ? undefined : each }}
            activeOptions={{ exact: true }}
            aria-current={each === state ? 'page' : undefined}
          >
            {stateWords[each]}
            {counts[each] !== undefined && (
              <span className="text-text-2 tabular-nums">{formatCount(counts[each])}</span>
            )}
          </Tab>
        ))}
      </Tabs>
      <Entries
        label="Invoices"
        what="Couldn’t load the invoices"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          <Empty drawing={<NothingYet />} title="No invoices here.">
            {q ? 'Check the number or the name, or look under All.' : 'Issue one from a member’s page.'}
          </Empty>
        }
      >
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 p-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  to="/admin/dues/$id"
                  params={{ id: row.id }}
                  className="font-semibold text-link underline-offset-4 hover:underline"
                >
                  {row.number}
                </Link>
                <span className="min-w-0 font-semibold break-words">{row.name}</span>
                <InvoicePill status={row.status} daysOverdue={row.daysOverdue} />
              </p>
              <p className="text-dense break-words text-text-2">
                {row.words} · issued {dayWords(row.issuedOn)}, due {dayWords(row.dueOn)}
              </p>
            </div>
            <p className="tabular-nums">
              {formatCents(row.totalCents)}
              {row.status === 'OPEN' && row.paidCents > 0 && (
                <span className="text-dense text-text-2"> ({formatCents(row.paidCents)} paid)</span>
              )}
            </p>
          </li>
        ))}
      </Entries>
    </div>
  );
}
