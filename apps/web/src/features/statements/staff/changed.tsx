import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { useDeploys } from './deploys.ts';
import { formatMs, rangeWords, wordsOf } from './figures.ts';
import type { StatementFilters } from './filters.ts';

/** Statements that are new or slower than before: than in the span before, since yesterday, or since the last deploy. */
export function Changed({ filters }: { filters: StatementFilters }) {
  const { range = '1d', since = 'before' } = filters;
  const { data, error, isPending, refetch } = useQuery(
    api.statements.listChanged.queryOptions({ range, since }, { staleTime: 30_000 }),
  );
  const [last] = useDeploys();
  const choices = [
    ['before', capitalized(rangeWords[range][1])],
    ['yesterday', 'Since yesterday'],
    // A portal of which no deploy is known has no such choice.
    ...(last || since === 'deploy' ? [['deploy', 'Since the last deploy'] as const] : []),
  ] as const;
  return (
    <section aria-labelledby="changed" className="space-y-3">
      <h2 id="changed" className="text-h3 font-semibold">
        New and slower
      </h2>
      <Tabs label="Compared">
        {choices.map(([value, words]) => (
          <Tab
            key={value}
            to="/admin/health/queries"
            // Without its own value this link would count as the present page beside each other one.
            search={{ ...filters, since: value }}
            resetScroll={false}
            aria-current={value === since ? 'page' : undefined}
          >
            {words}
          </Tab>
        ))}
      </Tabs>
      <p className="max-w-prose text-text-2">
        {since === 'before' && `${capitalized(rangeWords[range][1])}, compared with the same time before it.`}
        {since === 'yesterday' && 'The last 24 hours, compared with the 24 hours before them.'}
        {since === 'deploy' &&
          (last
            ? `Since version ${last.version} was first seen, ${formatInstant(last.firstSeenAt)}, compared with the day before it.`
            : 'No deploy is known: no process has told its version yet.')}
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
