import { monthInWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCents, formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FigureTable } from '../../../ui/figure-table.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { DuesTabs } from '../../invoices/staff/dues-tabs.tsx';
import { downloadCsv } from '../../statements/staff/figures.ts';

const LinePlot = lazy(patiently(() => import('../../../ui/line-plot.tsx')));

type Overview = inferOutput<typeof api.ledger.getOverview>;
type CountedMonths = inferOutput<typeof api.ledger.listMonths>;

/** The dues, the money that comes in, and two years by month. For staff who keep the books. */
export function OverviewPage() {
  const overview = useQuery(api.ledger.getOverview.queryOptions(undefined, { staleTime: 0 }));
  const months = useQuery(api.ledger.listMonths.queryOptions(undefined, { staleTime: 0 }));
  return (
    <div className="space-y-8">
      <div className="space-y-5">
        <PageHeading title="Overview of dues" />
        <DuesTabs />
      </div>
      {overview.isPending && <Loading />}
      {overview.error && (
        <ErrorPanel what="Couldn’t load the overview" error={overview.error} retry={overview.refetch} />
      )}
      {overview.data && (
        <>
          <Standings overview={overview.data} />
          <Coming coming={overview.data.coming} />
        </>
      )}
      {months.isPending && !overview.isPending && <Loading />}
      {months.error && (
        <ErrorPanel what="Couldn’t load the two years" error={months.error} retry={months.refetch} />
      )}
      {months.data && <Months months={months.data} />}
    </div>
  );
}

const card = 'block h-full rounded-card border border-divider bg-surface p-4 hover:border-link';

function Standings({ overview: { dueSoon, inGrace, lapsed } }: { overview: Overview }) {
  const figures = [
    [dueSoon, 'due soon', 'In the last 90 days of their membership.', { order: 'ends', status: 'ACTIVE' }],
    [
      inGrace,
      'in grace',
      'Their membership has ended, and they can renew.',
      { order: 'ends', status: 'ACTIVE' },
    ],
    [lapsed, 'lapsed', 'Their grace is over.', { status: 'LAPSED' }],
  ] as const;
  return (
    <section aria-label="Memberships" className="space-y-3">
      <h2 className="text-h3 font-semibold">Memberships</h2>
      <ul className="grid max-w-4xl gap-4 sm:grid-cols-3">
        {figures.map(([count, words, more, search]) => (
          <li key={words}>
            <Link to="/admin/members" search={search} className={card}>
              <span className="text-h3 font-semibold tabular-nums">{formatCount(count)}</span> {words}
              <span className="block text-dense text-text-2">{more}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Coming({ coming }: { coming: Overview['coming'] }) {
  const all = coming.reduce((sum, { cents }) => sum + cents, 0);
  return (
    <section aria-label="Coming in" className="space-y-3">
      <h2 className="text-h3 font-semibold">Coming in</h2>
      {coming.length === 0 && <p className="text-text-2">No invoice is open.</p>}
      {coming.length > 0 && (
        <>
          <p>
            <strong>{formatCents(all)}</strong> is left to pay of open invoices.
          </p>
          <ul className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface">
            {coming.map(({ month, invoices, cents }) => (
              <li key={month ?? ''} className="flex flex-wrap items-center justify-between gap-x-4 px-3 py-1">
                <Link
                  to="/admin/dues"
                  search={month ? {} : { state: 'OVERDUE' }}
                  className="inline-flex min-h-11 items-center text-link underline underline-offset-4"
                >
                  {month ? `Due in ${monthInWords(month.slice(0, 7))}` : 'Overdue'}
                </Link>
                <span className="tabular-nums">
                  {formatCount(invoices)} {plural(invoices, 'invoice')}, {formatCents(cents)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Months({ months }: { months: CountedMonths }) {
  const at = useMemo(() => months.map(({ month }) => Date.parse(`${month}T20:00:00Z`) / 1_000), [months]);
  const members = useMemo(() => months.map((month) => month.members), [months]);
  const received = useMemo(() => months.map((month) => month.receivedCents / 100), [months]);
  const invoiced = useMemo(() => months.map((month) => month.invoicedCents / 100), [months]);
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return null;
  const change = last.members - first.members;
  return (
    <section aria-label="Two years by month" className="space-y-5">
      <h2 className="text-h3 font-semibold">Two years by month</h2>
      <p className="max-w-prose">
        {formatCount(last.members)} {plural(last.members, 'member')}
        {`, ${change === 0 ? 'as many as' : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`} in ${monthInWords(first.month.slice(0, 7))}. ${formatCents(months.reduce((sum, month) => sum + month.receivedCents, 0))} arrived in these ${months.length} months.`}{' '}
        <span className="text-text-2">Counted on {formatInstant(last.countedAt)}.</span>
      </p>
      <div className="grid max-w-6xl gap-6 lg:grid-cols-2">
        <figure className="min-w-0 space-y-1">
          <figcaption className="font-semibold">Members at the end of each month</figcaption>
          <Suspense fallback={<div className="h-56" />}>
            <LinePlot at={at} values={members} unit="Members" format={formatCount} />
          </Suspense>
        </figure>
        <figure className="min-w-0 space-y-1">
          <figcaption className="font-semibold">
            Income: the strong line is what arrived, the thin one what was invoiced
          </figcaption>
          <Suspense fallback={<div className="h-56" />}>
            <LinePlot at={at} values={received} second={invoiced} unit="Dollars" format={inDollars} />
          </Suspense>
        </figure>
      </div>
      <div className="flex flex-wrap items-start gap-4">
        <FigureTable
          label="Members and income by month"
          columns={['Month', 'Members', 'New', 'Invoiced', 'Arrived']}
          rows={months.map((month) => ({
            key: month.month,
            cells: [
              monthInWords(month.month.slice(0, 7)),
              formatCount(month.members),
              formatCount(month.joined),
              formatCents(month.invoicedCents),
              formatCents(month.receivedCents),
            ],
          }))}
        />
        <Button
          aria-label="Download CSV: members and income by month"
          onClick={() =>
            downloadCsv(
              'members-and-income',
              months.map((month) => ({
                month: month.month.slice(0, 7),
                members: month.members,
                new_members: month.joined,
                invoiced_usd: (month.invoicedCents / 100).toFixed(2),
                arrived_usd: (month.receivedCents / 100).toFixed(2),
              })),
            )
          }
        >
          Download CSV
        </Button>
      </div>
    </section>
  );
}

const inDollars = (dollars: number) => formatCents(Math.round(dollars * 100));
