import type { StatementRange } from '@namc/inputs/statements';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { formatMs, rangeWords, wordsOf } from './figures.ts';

/** Statements that are new or slower than in the span before. */
export function Changed({ range }: { range: StatementRange }) {
  const { data, error, isPending, refetch } = useQuery(
    api.statements.listChanged.queryOptions({ range }, { staleTime: 30_000 }),
  );
  return (
    <section aria-labelledby="changed" className="space-y-3">
      <h2 id="changed" className="text-h3 font-semibold">
        New and slower
      </h2>
      <p className="max-w-prose text-text-2">
        {capitalized(rangeWords[range][1])}, compared with the same time before it.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the changes" error={error} retry={refetch} />}
      {data?.length === 0 && <p>No statement is new, and none is slower.</p>}
      {data && data.length > 0 && (
        <ul
          aria-label="Changed statements"
          className="max-w-5xl divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map((row) => (
            <li key={row.queryId} className="space-y-1 p-3">
              <p className="text-dense">
                <strong className="font-semibold">{row.change === 'NEW' ? 'New' : 'Slower'}</strong>{' '}
                {row.meanMsBefore === null
                  ? `${formatCount(row.calls)} calls, ${formatMs(row.meanMs)} each`
                  : `${formatMs(row.meanMsBefore)} before, ${formatMs(row.meanMs)} now, ${formatCount(row.calls)} calls`}
              </p>
              <code className="block text-meta [overflow-wrap:anywhere]">{wordsOf(row).slice(0, 200)}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
