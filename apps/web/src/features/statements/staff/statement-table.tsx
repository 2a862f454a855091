import type { StatementOrder } from '@namc/inputs/statements';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { ArrowDown } from 'lucide-react';
import type { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { formatBlocks, formatBytes, formatMs, formatShare, wordsOf } from './figures.ts';
import type { StatementFilters } from './filters.ts';
import { StatementPlan } from './statement-plan.tsx';

export type Statement = inferOutput<(typeof api)['statements']['list']>[number];

const columns: [order: StatementOrder, words: string, show: (row: Statement) => string][] = [
  ['time', 'Time', ({ totalMs, share }) => `${formatMs(totalMs)} (${formatShare(share)})`],
  ['calls', 'Calls', ({ calls }) => formatCount(calls)],
  ['mean', 'Mean', ({ meanMs }) => formatMs(meanMs)],
  ['rows', 'Rows', ({ rows }) => formatCount(rows)],
  ['reads', 'Read', ({ blocksRead }) => formatBlocks(blocksRead)],
  ['temp', 'Temp', ({ tempBlocks }) => formatBlocks(tempBlocks)],
  ['wal', 'WAL', ({ walBytes }) => formatBytes(walBytes)],
];

/** The statements, dearest first. On a phone each is a card. */
export function StatementTable({ rows, filters }: { rows: Statement[]; filters: StatementFilters }) {
  const sorted = filters.order ?? 'time';
  return (
    <div className="overflow-x-auto rounded-card border border-divider bg-surface max-md:overflow-visible max-md:border-0 max-md:bg-transparent">
      <table className="w-full text-dense max-md:block">
        <thead className="max-md:sr-only">
          <tr className="text-left text-text-2">
            <th scope="col" className="border-b border-divider px-3 py-1 font-semibold">
              Statement
            </th>
            {columns.map(([order, words]) => (
              <th
                key={order}
                scope="col"
                aria-sort={order === sorted ? 'descending' : undefined}
                className="border-b border-divider px-3 py-1 text-right font-semibold"
              >
                <Link
                  to="/admin/health/queries"
                  search={{ ...filters, order }}
                  resetScroll={false}
                  className="inline-flex min-h-9 items-center gap-1 underline-offset-4 hover:underline"
                >
                  {words}
                  {order === sorted && <ArrowDown aria-hidden className="size-3.5" />}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block max-md:space-y-3">
          {rows.map((row) => (
            <tr
              key={row.queryId}
              className="align-top max-md:block max-md:rounded-card max-md:border max-md:border-divider max-md:bg-surface max-md:p-3 md:border-t md:border-divider"
            >
              <th
                scope="row"
                className="px-3 py-2 text-left font-normal max-md:block max-md:p-0 md:w-full md:max-w-0"
              >
                <StatementText row={row} filters={filters} />
              </th>
              {columns.map(([order, words, show]) => (
                <td
                  key={order}
                  data-label={words}
                  className="px-3 py-2 text-right whitespace-nowrap tabular-nums max-md:flex max-md:justify-between max-md:px-0 max-md:py-0.5 max-md:before:text-text-2 max-md:before:content-[attr(data-label)]"
                >
                  {show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StatementText({ row, filters }: { row: Statement; filters: StatementFilters }) {
  const words = wordsOf(row);
  return (
    <details>
      <summary className="cursor-pointer py-1 break-words">
        <code className="text-meta">{words.length > 110 ? `${words.slice(0, 110)}…` : words}</code>
      </summary>
      <div className="mt-2 max-w-3xl space-y-3">
        {row.text && (
          <pre className="overflow-x-auto text-meta whitespace-pre-wrap [overflow-wrap:anywhere]">
            {row.text}
          </pre>
        )}
        <p className="text-text-2">
          {row.callers.length > 0 && `Run by ${row.callers.join(', ')}. `}Query id {row.queryId}
        </p>
        <p>
          <Link
            to="/admin/health/queries"
            search={{ ...filters, statement: row.queryId }}
            className="text-link underline underline-offset-4"
          >
            Show it over time
          </Link>
        </p>
        {row.text && <StatementPlan queryId={row.queryId} />}
      </div>
    </details>
  );
}
