import { monthInWords } from '@namc/inputs/day-words';
import { levelOfMonth, monthInSentences } from '@namc/inputs/service-reports';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { PrintButton, PrintedAt } from '../../../ui/print.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { DayBars } from './day-bars.tsx';
import { monthAfter, monthBefore } from './filters.ts';

const tones = { Kept: 'ok', 'Not kept': 'bad', Unknown: 'info' } as const;

/** A month for the association's board: a few sentences, one table and one picture. */
export function ReportPage({ month }: { month: string }) {
  const { data, error, isPending, refetch } = useQuery(
    api.serviceLevels.getReport.queryOptions({ month }, { staleTime: 60_000 }),
  );
  return (
    <div className="max-w-4xl space-y-6">
      <PageHeading title={`Service levels in ${monthInWords(month)}`} />
      <div className="flex flex-wrap items-center gap-3 print:hidden">
        {[monthBefore(month), monthAfter(month)].map((other) => (
          <Link
            key={other}
            to="/admin/health/sla/report"
            search={{ month: other }}
            className="text-link underline underline-offset-4"
          >
            {monthInWords(other)}
          </Link>
        ))}
        <Link to="/admin/health/sla" className="text-link underline underline-offset-4">
          Service levels now
        </Link>
        <span className="grow" />
        <a
          href={`/api/service-levels/report.pdf?month=${month}`}
          download
          className={buttonClass('secondary')}
        >
          Download PDF
        </a>
        <PrintButton what="the report" />
      </div>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the report" error={error} retry={refetch} />}
      {data && (
        <>
          <div className="max-w-prose space-y-2">
            {monthInSentences(data).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          {data.days.some(({ covered }) => covered > 0) && (
            <>
              <ScrollRegion aria-label="Promises" className="overflow-x-auto">
                <table className="w-full text-dense">
                  <thead>
                    <tr className="text-left text-text-2">
                      {['What we promise', 'Promise', 'Measured', ''].map((words) => (
                        <th key={words} scope="col" className="py-2 pr-3 sm:pr-6 font-semibold">
                          {words || <span className="sr-only">Outcome</span>}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {data.levels.map(levelOfMonth).map((level) => (
                      <tr key={level.name} className="border-t border-divider">
                        <th scope="row" className="py-2 pr-3 sm:pr-6 text-left font-normal">
                          {level.title}
                        </th>
                        <td className="py-2 pr-3 sm:pr-6">{level.promise}</td>
                        <td className="py-2 pr-3 sm:pr-6 tabular-nums">{level.measured}</td>
                        <td className="py-2">
                          <Pill tone={tones[level.outcome]}>{level.outcome}</Pill>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
              <DayBars days={data.days} />
            </>
          )}
          <p className="text-dense text-text-2">
            Months and days are those of California. A promise without a measurement is unknown.
          </p>
          <PrintedAt />
        </>
      )}
    </div>
  );
}
