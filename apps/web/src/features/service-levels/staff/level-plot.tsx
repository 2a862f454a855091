import { durationInWords, levelWords, type PlottedLevel } from '@namc/inputs/service-levels';
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
import { downloadCsv, rangeWords } from '../../statements/staff/figures.ts';

const LinePlot = lazy(patiently(() => import('../../../ui/line-plot.tsx')));

type Point = inferOutput<typeof api.serviceLevels.listPoints>[number];

const questions: Record<PlottedLevel, string> = {
  simple: 'How long do simple questions take?',
  complex: 'How long do lists and changes take?',
  search: 'How long do searches take?',
  report: 'How long do reports take?',
  connection: 'How long do requests wait for a connection?',
};

interface Props {
  name: PlottedLevel;
  range: StatementRange;
  limit: number | undefined;
}

/** The time that requests of one class took, beside their limit. */
export function LevelPlot({ name, range, limit }: Props) {
  const { data, error, isPending, refetch } = useQuery(
    api.serviceLevels.listPoints.queryOptions({ range, level: name }, { staleTime: 30_000 }),
  );
  return (
    <section aria-labelledby={`plot-${name}`} className="space-y-3">
      <h2 id={`plot-${name}`} className="text-h3 font-semibold">
        {questions[name]}
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the plot" error={error} retry={refetch} />}
      {data && <Points points={data} name={name} range={range} limit={limit} />}
    </section>
  );
}

function Points({ points, name, range, limit }: Props & { points: Point[] }) {
  const at = useMemo(() => points.map((point) => new Date(point.at).getTime() / 1_000), [points]);
  const p95 = useMemo(() => points.map((point) => point.p95), [points]);
  const p50 = useMemo(() => points.map((point) => point.p50), [points]);
  const asked = points.filter((point) => point.p95 !== null);
  return (
    <>
      <p className="max-w-prose">{words(points, range, limit)}</p>
      {asked.length > 0 && (
        <>
          <Suspense fallback={<div className="h-56" />}>
            <LinePlot at={at} values={p95} second={p50} limit={limit} unit="p95" format={durationInWords} />
          </Suspense>
          <p className="text-dense text-text-2">
            The strong line is p95, the thin one p50{limit !== undefined && ', and the broken one the limit'}.
          </p>
          <div className="flex flex-wrap items-start gap-4">
            <FigureTable
              label={`${levelWords[name]} by time`}
              columns={['From', 'Requests', 'p50', 'p95']}
              rows={points.map((point) => ({
                key: String(point.at),
                cells: [
                  formatInstant(point.at),
                  point.requests === null ? 'Not measured' : formatCount(point.requests),
                  inWords(point.p50),
                  inWords(point.p95),
                ],
              }))}
            />
            <Button
              aria-label={`Download CSV: ${levelWords[name]}`}
              onClick={() =>
                downloadCsv(
                  `${name}-over-${range}`,
                  points.map((point) => ({
                    from: new Date(point.at).toISOString(),
                    requests: point.requests,
                    errors: point.errors,
                    p50_ms: point.p50,
                    p95_ms: point.p95,
                    covered: point.covered,
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

const inWords = (ms: number | null) => (ms === null ? '–' : durationInWords(ms));

/** The message of the plot. */
function words(points: Point[], range: StatementRange, limit: number | undefined): string {
  const measured = points.filter(({ requests }) => requests !== null);
  if (measured.length === 0) return `Nothing was measured in ${rangeWords[range][1]}.`;
  const asked = measured.filter(({ p95 }) => p95 !== null);
  const gaps = points.length - measured.length;
  const gapWords =
    gaps === 0 ? '' : ` ${gaps} of ${points.length} steps weren’t measured; the line has gaps there.`;
  if (asked.length === 0) return `Nothing was asked in ${rangeWords[range][1]}.${gapWords}`;
  const over = asked.filter(({ p95 }) => limit !== undefined && (p95 ?? 0) > limit).length;
  const slowest = asked.reduce((most, point) => ((point.p95 ?? 0) > (most.p95 ?? 0) ? point : most));
  return `p95 was over the limit in ${over} of ${asked.length} steps. The slowest was ${inWords(slowest.p95)}, at ${formatInstant(slowest.at)}.${gapWords}`;
}
