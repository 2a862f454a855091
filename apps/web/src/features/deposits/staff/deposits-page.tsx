import { dayWords } from '@namc/inputs/day-words';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../../lib/api.ts';
import { californiaToday, formatCents, plural } from '../../../lib/formats.ts';
import { pageOptions } from '../../../lib/page-options.ts';
import { Block } from '../../../ui/block.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { NothingYet } from '../../../ui/illustrations.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { useMe } from '../../accounts/me.ts';
import { DuesTabs } from '../../invoices/staff/dues-tabs.tsx';
import { DepositForm } from './deposit-form.tsx';
import { sumOf, type Waiting } from './payment-choice.tsx';

/** The checks that wait for the bank, and the deposits that took others there. For staff who keep the books. */
export function DepositsPage() {
  const waiting = useQuery(api.deposits.listUndeposited.queryOptions(undefined, { staleTime: 0 }));
  const list = useInfiniteQuery(api.deposits.list.infiniteQueryOptions({ limit: 50 }, pageOptions));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="space-y-8">
      <div className="space-y-5">
        <PageHeading title="Deposits" />
        <DuesTabs />
      </div>
      <Block title="Not deposited yet" what="Couldn’t load the checks" asked={waiting}>
        {(payments) => <Undeposited payments={payments} />}
      </Block>
      <section aria-label="Deposits" className="space-y-3">
        <h2 className="text-h3 font-semibold">Deposits</h2>
        <Entries
          label="Deposits"
          what="Couldn’t load the deposits"
          list={list}
          isEmpty={rows.length === 0}
          empty={
            <Empty drawing={<NothingYet />} title="No deposits yet.">
              Choose checks above when you take them to the bank.
            </Empty>
          }
        >
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 p-4">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link
                    to="/admin/dues/deposits/$id"
                    params={{ id: row.id }}
                    className="font-semibold text-link underline-offset-4 hover:underline"
                  >
                    {row.number ?? 'Open deposit'}
                  </Link>
                  <Pill tone={row.closedAt ? 'ok' : 'info'}>{row.closedAt ? 'Closed' : 'Open'}</Pill>
                  {row.bouncedCents > 0 && (
                    <Pill tone="warn">{formatCents(row.bouncedCents)} bounced since</Pill>
                  )}
                </p>
                <p className="text-dense text-text-2">
                  {dayWords(row.depositedOn)} · {row.checks} {plural(row.checks, 'item')}
                </p>
              </div>
              <p className="tabular-nums">{formatCents(row.totalCents ?? row.sumCents)}</p>
            </li>
          ))}
        </Entries>
      </section>
    </div>
  );
}

function Undeposited({ payments }: { payments: Waiting[] }) {
  const me = useMe();
  const navigate = useNavigate();
  const make = useMutation(api.deposits.make.mutationOptions());
  if (payments.length === 0) return <p className="text-text-2">No check waits for the bank.</p>;
  const mayAct = me?.permissions.some((granted) => granted === 'payments.manage') ?? false;
  return (
    <div className="space-y-4">
      <p>
        {payments.length} {plural(payments.length, 'check or cash payment', 'checks and cash payments')},{' '}
        <strong>{formatCents(sumOf(payments))}</strong> in all.
      </p>
      {mayAct ? (
        <DepositForm
          payments={payments}
          start={{ depositedOn: californiaToday(), paymentIds: [] }}
          action="Make a deposit"
          submit={async (input) => {
            try {
              const id = await make.mutateAsync(input);
              await navigate({ to: '/admin/dues/deposits/$id', params: { id } });
            } finally {
              // Another person may have taken one of them: the list then shows what is left.
              await queryClient.invalidateQueries(api.deposits.pathFilter());
            }
          }}
          done={() => undefined}
        />
      ) : (
        <ul className="max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface">
          {payments.map(({ id, name, invoiceNumber, amountCents }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 p-3">
              <span className="min-w-0 break-words">
                {name}, invoice {invoiceNumber}
              </span>
              <span className="tabular-nums">{formatCents(amountCents)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
