import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { LargestTables } from './largest-tables.tsx';
import type { TableFilters } from './table-filters.ts';
import { TableGrowth } from './table-growth.tsx';
import { TableIndexes } from './table-indexes.tsx';
import { TableList } from './table-list.tsx';
import { columnsFor, countedInWords, type TableSizes } from './table-words.ts';

/** Every table with its sizes, its dead rows and its reads; or one table with its growth and its indexes. */
export function TablesPage({ filters }: { filters: TableFilters }) {
  const { table, order = 'size' } = filters;
  const { data, error, isPending, refetch } = useQuery(
    api.servers.listTableSizes.queryOptions(undefined, { staleTime: 30_000 }),
  );
  const problem = data?.problem ? new Error(data.problem) : null;
  const sizes = data && !problem && !error ? data : undefined;
  // An address may name any table.
  const isKnown = !sizes || sizes.tables.some(({ name }) => name === table);
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <PageHeading title="Tables" />
        <HealthTabs />
        {sizes && <Source sizes={sizes} />}
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the tables" error={error} retry={refetch} />}
        {problem && (
          <div
            role="status"
            className="max-w-[75ch] rounded-card border border-bad bg-bad-tint p-3 break-words"
          >
            <strong className="font-semibold text-bad">No server answered.</strong> {problem.message}
          </div>
        )}
      </div>
      {table === undefined ? (
        sizes && (
          <>
            <LargestTables tables={sizes.tables} />
            <TableList sizes={sizes} order={order} />
          </>
        )
      ) : (
        <>
          <div className="space-y-3">
            <p>
              <Link
                to="/admin/health/tables"
                search={{ order: filters.order }}
                className="text-link underline underline-offset-4"
              >
                Show all tables
              </Link>
            </p>
            <h2 className="text-h2 font-semibold break-words">{table}</h2>
            {sizes && <TableFacts sizes={sizes} table={table} />}
          </div>
          {isKnown && (
            <>
              <TableGrowth table={table} />
              <TableIndexes table={table} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function Source({ sizes }: { sizes: TableSizes }) {
  return (
    <p className="max-w-prose text-dense text-text-2">
      {sizes.isEmbedded
        ? 'The embedded database has no autovacuum and no replicas, and its counters begin with each start. Dead rows, vacuum, and reads and writes do not apply, so that sizes alone are shown.'
        : countedInWords(sizes)}
    </p>
  );
}

function TableFacts({ sizes, table }: { sizes: TableSizes; table: string }) {
  const row = sizes.tables.find(({ name }) => name === table);
  if (!row) return <p>The database has no table of this name.</p>;
  return (
    <Facts
      areShort
      facts={[
        ...(row.partitions === null ? [] : ([['Partitions', String(row.partitions)]] as [string, string][])),
        ...columnsFor(sizes.isEmbedded).map(({ words, show }): [string, string] => [
          words,
          show(row, sizes.countedSince),
        ]),
      ]}
    />
  );
}
