import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FigureTable } from '../../../ui/figure-table.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { downloadCsv, formatBytes } from '../../statements/staff/figures.ts';
import { growthInWords } from './growth-words.ts';

const LinePlot = lazy(patiently(() => import('../../../ui/line-plot.tsx')));

export type TableDay = inferOutput<(typeof api)['servers']['listTableDays']>[number];

const formatRows = (rows: number): string => formatCount(Math.round(rows));
const formatWholeBytes = (bytes: number): string => formatBytes(Math.round(bytes));

/** The size and the rows of one table over 90 days: in words, as two lines with their gaps, as a table, and as a file. */
export function TableGrowth({ table }: { table: string }) {
  const { data, error, isPending, refetch } = useQuery(
    api.servers.listTableDays.queryOptions({ table }, { staleTime: 60_000 }),
  );
  const isKnown = data?.some(({ bytes }) => bytes !== null);
  return (
    <section aria-labelledby="growth" className="max-w-5xl space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="growth" className="text-h3 font-semibold">
          Growth in 90 days
        </h2>
        {data && isKnown && (
          <Button onClick={() => downloadCsv(`growth-of-${table}`, data)}>Download CSV</Button>
        )}
      </div>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the growth" error={error} retry={refetch} />}
      {data && !error && <p className="max-w-prose">{growthInWords(data)}</p>}
      {data && !error && isKnown && (
        <>
          <div className="grid gap-6 lg:grid-cols-2">
            <DayPlot title="Size" days={data} of="bytes" format={formatWholeBytes} />
            <DayPlot title="Rows" days={data} of="rows" format={formatRows} />
          </div>
          <FigureTable
            label="Size and rows, by day"
            columns={['Day', 'Size', 'Rows']}
            rows={data.map(({ day, bytes, rows }) => ({
              key: day,
              cells: [
                day,
                bytes === null ? 'Not measured' : formatBytes(bytes),
                rows === null ? 'Not known' : formatRows(rows),
              ],
            }))}
          />
        </>
      )}
    </section>
  );
}

function DayPlot({
  title,
  days,
  of,
  format,
}: {
  title: string;
  days: TableDay[];
  of: 'bytes' | 'rows';
  format: (value: number) => string;
}) {
  const at = useMemo(() => days.map(({ day }) => new Date(`${day}T12:00`).getTime() / 1_000), [days]);
  const values = useMemo(() => days.map((one) => one[of]), [days, of]);
  return (
    <div className="min-w-0 space-y-1">
      <h3 className="font-semibold">{title}</h3>
      <Suspense fallback={<div className="h-56" />}>
        <LinePlot at={at} values={values} unit={title} format={format} />
      </Suspense>
    </div>
  );
}
