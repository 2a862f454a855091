import { statementRanges } from '@namc/inputs/statements';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { Changed } from './changed.tsx';
import { downloadCsv, formatMs, formatShare, rangeWords, wordsOf } from './figures.ts';
import type { StatementFilters } from './filters.ts';
import { Procedures } from './procedures.tsx';
import { Servers } from './servers.tsx';
import { type Statement, StatementTable } from './statement-table.tsx';
import { WorkPlot } from './work-plot.tsx';

const most = 50;

/** The cost of the database’s statements: a verdict in words, the time of the work, the changes, and each statement. */
export function StatementsPage({ filters }: { filters: StatementFilters }) {
  const { range = '1d', order = 'time', statement, caller } = filters;
  const { data, error, isPending, refetch } = useQuery(
    api.statements.list.queryOptions(
      { range, order, limit: most, caller },
      { staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <PageHeading title="Queries" />
        <HealthTabs />
        <Tabs label="Span">
          {statementRanges.map((value) => (
            <Tab
              key={value}
              to="/admin/health/queries"
              search={{ ...filters, range: value }}
              aria-current={value === range ? 'page' : undefined}
            >
              {rangeWords[value][0]}
            </Tab>
          ))}
        </Tabs>
        <Servers />
        {data && data.length > 0 && <p className="max-w-prose">{verdict(data, rangeWords[range][1])}</p>}
      </div>
      {statement && (
        <p>
          <Link
            to="/admin/health/queries"
            search={{ ...filters, statement: undefined }}
            className="text-link underline underline-offset-4"
          >
            Show all statements
          </Link>
        </p>
      )}
      <WorkPlot range={range} statement={statement} />
      <Changed filters={filters} />
      <section aria-labelledby="statements" className="space-y-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="statements" className="text-h3 font-semibold">
            Statements
          </h2>
          {data && data.length > 0 && (
            <Button onClick={() => downloadCsv(`statements-${range}`, data.map(figuresOf))}>
              Download CSV
            </Button>
          )}
        </div>
        {caller && (
          <p>
            Of {caller} alone.{' '}
            <Link
              to="/admin/health/queries"
              search={{ ...filters, caller: undefined }}
              resetScroll={false}
              className="text-link underline underline-offset-4"
            >
              Show all
            </Link>
          </p>
        )}
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the statements" error={error} retry={refetch} />}
        {data?.length === 0 && <p>No statement was counted in {rangeWords[range][1]}.</p>}
        {data && data.length > 0 && <StatementTable rows={data} filters={filters} />}
        {data?.length === most && <p className="text-dense text-text-2">Showing the first {most}.</p>}
      </section>
      <Procedures range={range} filters={filters} />
    </div>
  );
}

function verdict(rows: Statement[], span: string): string {
  const first = rows.reduce((best, row) => (row.totalMs > best.totalMs ? row : best));
  const whole = first.share > 0 ? first.totalMs / first.share : 0;
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  return `Statements took ${formatMs(whole)} of the servers’ time in ${span}. The ${formatCount(rows.length)} below were called ${formatCount(calls)} times. One took ${formatShare(first.share)} of the time: ${wordsOf(first).slice(0, 80)}`;
}

const figuresOf = ({
  queryId,
  calls,
  totalMs,
  meanMs,
  rows,
  blocksHit,
  blocksRead,
  tempBlocks,
  walBytes,
  share,
}: Statement) => ({
  query_id: queryId,
  calls,
  total_ms: totalMs,
  mean_ms: meanMs,
  share,
  rows,
  blocks_hit: blocksHit,
  blocks_read: blocksRead,
  temp_blocks: tempBlocks,
  wal_bytes: walBytes,
});
