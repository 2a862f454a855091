import { useQuery } from '@tanstack/react-query';
import { CircleX, TriangleAlert } from 'lucide-react';
import { api } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { formatBytes, formatShare } from '../../statements/staff/figures.ts';
import {
  type TableIndexes as Answer,
  type IndexMeasurement,
  isUnused,
  marksOf,
  purposeOf,
  type TableIndex,
} from './index-marks.ts';

/** The indexes of one table: what each is for, who reads it, and what speaks against it. */
export function TableIndexes({ table }: { table: string }) {
  const { data, error, isPending, refetch } = useQuery(
    api.servers.listTableIndexes.queryOptions({ table }, { staleTime: 30_000 }),
  );
  // Without the measurements nothing is called bloated.
  const measurements = useQuery(
    api.servers.listIndexMeasurements.queryOptions(undefined, { staleTime: 60_000 }),
  );
  const silent = data?.servers.filter(({ problem }) => problem !== null) ?? [];
  return (
    <section aria-labelledby="indexes" className="max-w-5xl space-y-3">
      <h2 id="indexes" className="text-h3 font-semibold">
        Indexes
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the indexes" error={error} retry={refetch} />}
      {data && !error && (
        <>
          {silent.map(({ server, problem }) => (
            <p
              key={server}
              role="status"
              className="flex max-w-[75ch] items-start gap-2 rounded-card border border-bad bg-bad-tint p-3 text-dense break-words"
            >
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
              <span className="min-w-0">
                <strong className="font-semibold text-bad">No answer from {server}.</strong> {problem}
              </span>
            </p>
          ))}
          {data.indexes.length === 0 && silent.length < data.servers.length && (
            <p>This table has no index.</p>
          )}
          {data.indexes.length > 0 && (
            <>
              <Counting answer={data} />
              <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
                {data.indexes.map((index) => (
                  <li key={index.name} className="px-4 py-3">
                    <IndexEntry
                      index={index}
                      answer={data}
                      measured={measurements.data?.find(({ indexName }) => indexName === index.name)}
                    />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </section>
  );
}

function Counting({ answer: { isEmbedded, servers } }: { answer: Answer }) {
  if (isEmbedded)
    return (
      <p className="max-w-prose text-dense text-text-2">
        Reads do not apply: the embedded database counts from its last start.
      </p>
    );
  return (
    <ul className="max-w-prose text-dense text-text-2">
      {servers
        .filter(({ problem }) => problem === null)
        .map(({ server, isReplica, countedSince }) => (
          <li key={server} className="break-words">
            {server} ({isReplica ? 'replica' : 'primary'}) has counted reads{' '}
            {countedSince ? `since ${formatInstant(countedSince)}` : 'since a time that nobody knows'}.
          </li>
        ))}
    </ul>
  );
}

function IndexEntry({
  index,
  answer,
  measured,
}: {
  index: TableIndex;
  answer: Answer;
  measured: IndexMeasurement | undefined;
}) {
  const marks = marksOf(index, answer, measured);
  return (
    <article aria-label={index.name} className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold break-words">{index.name}</h3>
        {marks.map(({ word }) => (
          <Pill key={word} tone={word === 'Invalid' ? 'bad' : 'warn'} Icon={TriangleAlert}>
            {word}
          </Pill>
        ))}
        <span className="ml-auto tabular-nums">{formatBytes(index.bytes)}</span>
      </div>
      <p className="text-dense break-words">
        {purposeOf(index)}{' '}
        {!answer.isEmbedded && (
          <span className="text-text-2">
            {index.reads.map(({ server, reads }) => `${formatCount(reads)} reads on ${server}`).join(', ')}.
            {isUnused(index, answer) === null && ' Nobody can tell yet whether it is unused.'}
          </span>
        )}
        {measured?.isCurrent && (
          <span className="text-text-2">
            {' '}
            Measured {formatInstant(measured.measuredAt)}:{' '}
            {formatShare(measured.wasted / Math.max(1, measured.bytes))} could be saved.
          </span>
        )}
      </p>
      <pre className="text-meta whitespace-pre-wrap [overflow-wrap:anywhere]">
        <code>{index.definition}</code>
      </pre>
      {marks.map(({ word, says, fix }) => (
        <div
          key={word}
          className="max-w-[75ch] space-y-1 rounded-control border border-divider bg-canvas p-3 text-dense"
        >
          <p className="break-words">
            <strong className="font-semibold">{word}.</strong> {says}
          </p>
          <pre className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            <code>{fix.sql}</code>
          </pre>
          <p className="text-text-2">Lock: {fix.lock}</p>
        </div>
      ))}
    </article>
  );
}
