import type { StatementRange } from '@namc/inputs/statements';
import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FigureTable } from '../../../ui/figure-table.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { useDeploys } from './deploys.ts';
import { downloadCsv, formatMs, rangeWords } from './figures.ts';

const LinePlot = lazy(patiently(() => import('../../../ui/line-plot.tsx')));

type Point = inferOutput<(typeof api)['statements']['listPoints']>[number];

/** When the servers worked: the time of all statements, or of one, for each step of the span. */
export function WorkPlot({ range, statement }: { range: StatementRange; statement?: string | undefined }) {
  const { data, error, isPending, refetch } = useQuery(
    api.statements.listPoints.queryOptions({ range, queryId: statement }, { staleTime: 30_000 }),
  );
  return (
    <section aria-labelledby="work" className="space-y-3">
      <h2 id="work" className="text-h3 font-semibold">
        {statement ? 'Time spent on this statement' : 'Time spent on statements'}
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the plot" error={error} retry={refetch} />}
      {data && <Points points={data} range={range} />}
    </section>
  );
}

function Points({ points, range }: { points: Point[]; range: StatementRange }) {
  const at = useMemo(() => points.map((point) => new Date(point.at).getTime() / 1_000), [points]);
  const values = useMemo(() => points.map(({ totalMs }) => totalMs), [points]);
  const deploys = useDeploys();
  const begins = at[0] ?? 0;
  const marks = useMemo(
    () =>
      deploys
        .map(({ version, firstSeenAt }) => ({ at: new Date(firstSeenAt).getTime() / 1_000, label: version }))
        .filter((mark) => mark.at >= begins),
    [deploys, begins],
  );
  const counted = points.filter(({ totalMs }) => totalMs !== null);
  const gaps = points.length - counted.length;
  const most = counted.reduce<Point | undefined>(
    (best, point) => ((point.totalMs ?? 0) > (best?.totalMs ?? 0) ? point : best),
    undefined,
  );
  return (
    <>
      <p className="max-w-prose">
        {counted.length === 0 && `Nothing was counted in ${rangeWords[range][1]}.`}
        {most &&
          `The statements took most time, ${formatMs(most.totalMs ?? 0)}, at ${formatInstant(most.at)}.`}
        {counted.length > 0 && !most && 'No statement ran.'}
        {counted.length > 0 && gaps > 0 && ` ${gapWords(gaps, points.length)}`}
        {counted.length > 0 && marks.length > 0 && ` ${deployWords(marks)}`}
      </p>
      {counted.length > 0 && (
        <>
          <Suspense fallback={<div className="h-56" />}>
            <LinePlot at={at} values={values} marks={marks} unit="Time" format={formatMs} />
          </Suspense>
          <div className="flex flex-wrap items-start gap-4">
            <FigureTable
              label="Work by time"
              columns={['From', 'Calls', 'Time']}
              rows={points.map((point) => ({
                key: String(point.at),
                cells: [
                  formatInstant(point.at),
                  point.calls === null ? 'Not counted' : formatCount(point.calls),
                  point.totalMs === null ? '–' : formatMs(point.totalMs),
                ],
              }))}
            />
            <Button
              onClick={() =>
                downloadCsv(
                  `statements-over-${range}`,
                  points.map(({ at: from, calls, totalMs, covered }) => ({
                    from: new Date(from).toISOString(),
                    calls,
                    total_ms: totalMs,
                    covered,
                  })),
                )
              }
            >
              Download CSV
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** The plot has a line for each; here are the newest three in words. */
const deployWords = (marks: readonly { at: number; label: string }[]): string =>
  `${marks.length === 1 ? 'A deploy' : `${marks.length} deploys`} in this time: ${marks
    .slice(0, 3)
    .map(({ at, label }) => `${label} at ${formatInstant(new Date(at * 1_000))}`)
    .join(', ')}${marks.length > 3 ? ', and older ones' : ''}.`;

const gapWords = (gaps: number, all: number): string =>
  `${gaps} of ${all} steps weren’t counted; the line has gaps there.`;
