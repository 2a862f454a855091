import type { StatementRange } from '@namc/inputs/statements';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { formatMs, formatShare } from './figures.ts';
import type { StatementFilters } from './filters.ts';

/** The time that each procedure’s transactions took, by the portal’s own measurements. */
export function Procedures({ range, filters }: { range: StatementRange; filters: StatementFilters }) {
  const { data, error, isPending, refetch } = useQuery(
    api.statements.listProcedures.queryOptions({ range }, { staleTime: 30_000 }),
  );
  return (
    <section aria-labelledby="procedures" className="space-y-3">
      <h2 id="procedures" className="text-h3 font-semibold">
        By procedure
      </h2>
      <p className="max-w-prose text-text-2">
        Whole transactions as the portal saw them, with the wait for a connection.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the procedures" error={error} retry={refetch} />}
      {data?.length === 0 && (
        <p>No transaction was measured. The portal writes its measurements each minute.</p>
      )}
      {data && data.length > 0 && (
        <ScrollRegion
          aria-label="Procedures"
          className="max-w-5xl overflow-x-auto rounded-card border border-divider bg-surface"
        >
          <table className="w-full text-dense">
            <thead>
              <tr className="text-left text-text-2">
                <th scope="col" className="px-3 py-2 font-semibold">
                  Procedure
                </th>
                {['Time', 'Calls', 'Mean', 'Longest', 'Failed'].map((words) => (
                  <th key={words} scope="col" className="px-3 py-2 text-right font-semibold">
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={`${row.mode} ${row.name}`} className="border-t border-divider">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    <Link
                      to="/admin/health/queries"
                      search={{ ...filters, caller: row.name }}
                      hash="statements"
                      className="text-link underline-offset-4 hover:underline"
                    >
                      {row.name}
                    </Link>{' '}
                    <span className="text-text-2">({row.mode})</span>
                  </th>
                  {Object.entries({
                    time: `${formatMs(row.totalMs)} (${formatShare(row.share)})`,
                    calls: formatCount(row.calls),
                    mean: formatMs(row.meanMs),
                    longest: formatMs(row.longestMs),
                    failed: formatCount(row.failed),
                  }).map(([column, words]) => (
                    <td key={column} className="px-3 py-1.5 text-right whitespace-nowrap tabular-nums">
                      {words}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
