import type { ReplicationRange } from '@namc/inputs/servers';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useId, useMemo } from 'react';
import type { api } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { replicaRangeWords } from './replica-filters.ts';

const LinePlot = lazy(patiently(() => import('../../../ui/line-plot.tsx')));

export type LagPoint = inferOutput<typeof api.servers.listReplicationPoints>[number];

/** How far one replica was behind, over a span: a sentence first, then the line with its gaps and the limit. */
export function LagPlot({
  server,
  points,
  of,
  range,
  limit,
  format,
}: {
  server: string;
  points: LagPoint[];
  of: 'seconds' | 'bytes';
  range: ReplicationRange;
  /** The limit of the warning, in the unit of the points. */
  limit: number | undefined;
  format: (value: number) => string;
}) {
  const id = useId();
  const at = useMemo(() => points.map((point) => new Date(point.at).getTime() / 1_000), [points]);
  const values = useMemo(() => points.map((point) => point[of]), [points, of]);
  const known = points.filter((point) => point[of] !== null);
  const gaps = points.length - known.length;
  const most = known.reduce<LagPoint | undefined>(
    (best, point) => ((point[of] ?? 0) > (best?.[of] ?? -1) ? point : best),
    undefined,
  );
  return (
    <section aria-labelledby={id} className="min-w-0 space-y-2">
      <h4 id={id} className="font-semibold break-words">
        {of === 'seconds' ? 'Age of the data' : 'Log to replay'}: {server}
      </h4>
      <p className="max-w-prose text-dense">
        {most
          ? `At most ${format(most[of] ?? 0)} in ${replicaRangeWords[range][1]}, at ${formatInstant(most.at)}.`
          : `Nothing is known in ${replicaRangeWords[range][1]}.`}
        {most && gaps > 0 && ` ${gaps} of ${points.length} steps aren’t known; the line has gaps there.`}
        {limit !== undefined && ` The dashed line is the limit of the warning, ${format(limit)}.`}
      </p>
      {most && (
        <Suspense fallback={<div className="h-56" />}>
          <LinePlot
            at={at}
            values={values}
            unit={of === 'seconds' ? 'Age' : 'Log'}
            format={format}
            limit={limit}
          />
        </Suspense>
      )}
    </section>
  );
}
