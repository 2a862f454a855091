import type { ReplicationRange } from '@namc/inputs/servers';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatInstant, formatSize } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FigureTable } from '../../../ui/figure-table.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { downloadCsv } from '../../statements/staff/figures.ts';
import { LagPlot, type LagPoint } from './lag-plot.tsx';
import { replicaRangeWords } from './replica-filters.ts';
import { formatSpan } from './session-words.ts';

/** A page has six plots at most, and each replica has two. */
const mostPlotted = 3;
const bytesOfMegabyte = 1_000_000;

/** How far the replicas were behind: two plots for each, the same as a table, and a file. */
export function LagHistory({ range }: { range: ReplicationRange }) {
  const { data, error, isPending, refetch } = useQuery(
    api.servers.listReplicationPoints.queryOptions(
      { range },
      { staleTime: 30_000, refetchInterval: 60_000, placeholderData: keepPreviousData },
    ),
  );
  // Without the limits the plots have no dashed line.
  const checks = useQuery(api.health.list.queryOptions({ area: 'servers' }, { staleTime: 60_000 }));
  const limitOf = (check: string) => checks.data?.find(({ name }) => name === check)?.limits?.warn;
  const megabytes = limitOf('replication-bytes');
  const servers = Object.entries(Object.groupBy(data ?? [], ({ server }) => server));
  return (
    <section aria-labelledby="lag" className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="lag" className="text-h3 font-semibold">
          How far behind
        </h2>
        {data && data.length > 0 && (
          <Button onClick={() => downloadCsv(`replicas-over-${range}`, data.map(asFigures))}>
            Download CSV
          </Button>
        )}
      </div>
      {isPending && <Loading />}
      {error && (
        <ErrorPanel what="Couldn’t load how far replicas were behind" error={error} retry={refetch} />
      )}
      {data?.length === 0 && !error && (
        <p>No replica was seen in {replicaRangeWords[range][1]}. The worker measures them each minute.</p>
      )}
      {!error &&
        servers.slice(0, mostPlotted).map(([server, points = []]) => (
          <div key={server} className="grid gap-6 lg:grid-cols-2">
            <LagPlot
              server={server}
              points={points}
              of="seconds"
              range={range}
              limit={limitOf('replication-lag')}
              format={formatSpan}
            />
            <LagPlot
              server={server}
              points={points}
              of="bytes"
              range={range}
              limit={megabytes === undefined ? undefined : megabytes * bytesOfMegabyte}
              format={formatWholeSize}
            />
          </div>
        ))}
      {servers.length > mostPlotted && (
        <p className="text-dense text-text-2">The table and the file have the other replicas too.</p>
      )}
      {!error && data && data.length > 0 && <LagTable points={data} />}
    </section>
  );
}

/** A plot’s axis has broken numbers. */
const formatWholeSize = (bytes: number): string => formatSize(Math.round(bytes));

const asFigures = ({ server, at, seconds, bytes }: LagPoint) => ({
  server,
  from: new Date(at).toISOString(),
  seconds,
  bytes,
});

function LagTable({ points }: { points: LagPoint[] }) {
  return (
    <FigureTable
      label="How far behind, by time"
      columns={['From', 'Server', 'Age of the data', 'Log to replay']}
      rows={points.map(({ server, at, seconds, bytes }) => ({
        key: `${server} ${at}`,
        cells: [
          formatInstant(at),
          server,
          seconds === null ? 'Not known' : formatSpan(seconds),
          bytes === null ? 'Not known' : formatWholeSize(bytes),
        ],
      }))}
    />
  );
}
