import { dayWords, monthInWords } from '@namc/inputs/day-words';
import { linesOfMonth, type MonthLine } from '@namc/inputs/month-lines';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { californiaToday } from '../../../lib/formats.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { DuesTabs } from '../../invoices/staff/dues-tabs.tsx';
import { monthAt } from './filters.ts';

type Month = inferOutput<typeof api.ledger.getMonth>;

const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** The books of a month, which add up to the cent. For staff who keep them. */
export function MonthPage({ month }: { month: string }) {
  const navigate = useNavigate();
  const asked = useQuery(api.ledger.getMonth.queryOptions({ month }, { staleTime: 0 }));
  const now = californiaToday().slice(0, 7);
  // As many as two years, and the one in the address if it is older.
  const months = Array.from({ length: 25 }, (_, back) => monthAt(now, -back));
  if (!months.includes(month)) months.push(month);
  return (
    <div className="space-y-6">
      <div className="space-y-5">
        <PageHeading title={`Month-end, ${monthInWords(month)}`} />
        <DuesTabs />
      </div>
      <div className="flex flex-wrap items-end gap-3 print:hidden">
        <label className="block text-dense">
          <span className="mb-1 block font-semibold">Month</span>
          <select
            className={fieldClass}
            value={month}
            onChange={({ target }) =>
              void navigate({ to: '/admin/dues/reports', search: { month: target.value } })
            }
          >
            {months.map((one) => (
              <option key={one} value={one}>
                {monthInWords(one)}
              </option>
            ))}
          </select>
        </label>
        <a href={`/api/ledger/month.csv?month=${month}`} className={buttonClass()}>
          Report as CSV
        </a>
        <a href={`/api/ledger/quickbooks.csv?month=${month}`} className={buttonClass()}>
          Journal for QuickBooks
        </a>
        <Button onClick={() => window.print()}>Print the report</Button>
      </div>
      {asked.isPending && <Loading />}
      {asked.error && <ErrorPanel what="Couldn’t load the month" error={asked.error} retry={asked.refetch} />}
      {asked.data && <Report month={asked.data} />}
    </div>
  );
}

function Report({ month }: { month: Month }) {
  const lines = linesOfMonth(month);
  const sections = [...new Set(lines.map(({ section }) => section))];
  return (
    <>
      <p className="max-w-prose text-text-2">
        {month.isOver
          ? `From ${dayWords(month.firstOn)} through ${dayWords(month.lastOn)}. The month is over, so these figures stay: what is voided or refunded later counts in its own month.`
          : month.lastOn < month.firstOn
            ? 'This month has not begun.'
            : `From ${dayWords(month.firstOn)} through today. The month isn’t over.`}
      </p>
      <div className="grid max-w-6xl items-start gap-x-10 gap-y-8 lg:grid-cols-2">
        {sections.map((section) => (
          <Section key={section} name={section} lines={lines.filter((line) => line.section === section)} />
        ))}
      </div>
      <p className="max-w-prose text-dense text-text-2 print:hidden">
        Each act counts on the day on which it was recorded.{' '}
        <Link to="/admin/dues/deposits" className="text-link underline underline-offset-4">
          Deposits
        </Link>{' '}
        count on the day on which they were closed.
      </p>
    </>
  );
}

function Section({ name, lines }: { name: string; lines: MonthLine[] }) {
  return (
    <table className="w-full text-dense">
      <caption className="pb-1 text-left text-h3 font-semibold">{name}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr
            key={line.name}
            className={line.isSum ? 'border-t-2 border-divider font-semibold' : 'border-t border-divider'}
          >
            <th
              scope="row"
              className={`py-1.5 pr-4 text-left break-words ${line.isSum ? '' : 'font-normal'}`}
            >
              {line.name}
            </th>
            <td className="py-1.5 text-right whitespace-nowrap tabular-nums">
              {money.format(line.cents / 100)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
