import { Link } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { useId, useState } from 'react';
import { formatCount, plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { downloadCsv } from '../../statements/staff/figures.ts';
import type { TableOrder } from './table-filters.ts';
import {
  arrangeTables,
  columnsFor,
  figuresOf,
  type TableColumn,
  type TableSize,
  type TableSizes,
} from './table-words.ts';

const cardLine =
  'max-md:flex max-md:justify-between max-md:gap-4 max-md:px-0 max-md:py-0.5 max-md:before:text-text-2 max-md:before:content-[attr(data-label)]';

/** Every table, with its search, its order and its totals. On a phone each is a card with the main figures. */
export function TableList({ sizes, order }: { sizes: TableSizes; order: TableOrder }) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const rows = arrangeTables(sizes.tables, order, typed);
  const columns = columnsFor(sizes.isEmbedded);
  return (
    <section aria-labelledby="tables" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="tables" className="text-h3 font-semibold">
          All tables
        </h2>
        {rows.length > 0 && (
          <Button onClick={() => downloadCsv('tables', rows.map(figuresOf))}>Download CSV</Button>
        )}
      </div>
      <div className="max-w-sm space-y-1">
        <label htmlFor={id} className="block font-semibold">
          Find a table
        </label>
        <input
          id={id}
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={fieldClass}
        />
      </div>
      <p role="status" className="text-dense text-text-2">
        {rows.length === 0
          ? 'No table has this in its name.'
          : `${formatCount(rows.length)} ${plural(rows.length, 'table')}. Partitions are part of their table. Rows are estimates.`}
      </p>
      {rows.length > 0 && (
        <ScrollRegion
          aria-label="All tables"
          className="overflow-x-auto rounded-card border border-divider bg-surface max-md:overflow-visible max-md:border-0 max-md:bg-transparent"
        >
          <table className="w-full text-dense max-md:block">
            <thead className="max-md:sr-only">
              <tr className="text-left text-text-2">
                <Heading order="name" words="Table" sorted={order} isFirst />
                {columns.map(({ order: one, words }) => (
                  <Heading key={one} order={one} words={words} sorted={order} />
                ))}
              </tr>
            </thead>
            <tbody className="max-md:block max-md:space-y-3">
              {rows.map((row) => (
                <Row
                  key={row.name}
                  row={row}
                  columns={columns}
                  countedSince={sizes.countedSince}
                  order={order}
                />
              ))}
            </tbody>
            <tfoot className="max-md:mt-3 max-md:block">
              <tr className="font-semibold max-md:block max-md:rounded-card max-md:border max-md:border-divider max-md:bg-surface max-md:p-3 md:border-t-2 md:border-divider">
                <th
                  scope="row"
                  className="px-3 py-2 text-left max-md:block max-md:p-0 md:sticky md:left-0 md:bg-surface"
                >
                  Total
                </th>
                {columns.map(({ order: one, words, total, isMinor }) => (
                  <td
                    key={one}
                    data-label={words}
                    className={`px-3 py-2 text-right whitespace-nowrap tabular-nums ${total && !isMinor ? cardLine : 'max-md:hidden'}`}
                  >
                    {total?.(rows)}
                  </td>
                ))}
              </tr>
            </tfoot>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Heading({
  order,
  words,
  sorted,
  isFirst = false,
}: {
  order: TableOrder;
  words: string;
  sorted: TableOrder;
  isFirst?: boolean;
}) {
  const isSorted = order === sorted;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order === 'name' ? 'ascending' : 'descending') : undefined}
      className={`border-b border-divider px-3 py-1 font-semibold ${isFirst ? 'md:sticky md:left-0 md:bg-surface' : 'text-right'}`}
    >
      <Link
        to="/admin/health/tables"
        search={order === 'size' ? {} : { order }}
        resetScroll={false}
        className="inline-flex min-h-9 items-center gap-1 whitespace-nowrap underline-offset-4 hover:underline"
      >
        {words}
        {isSorted && <ArrowDown aria-hidden className={`size-3.5 ${order === 'name' ? 'rotate-180' : ''}`} />}
      </Link>
    </th>
  );
}

function Row({
  row,
  columns,
  countedSince,
  order,
}: {
  row: TableSize;
  columns: TableColumn[];
  countedSince: string | null;
  order: TableOrder;
}) {
  return (
    <tr className="align-top max-md:block max-md:rounded-card max-md:border max-md:border-divider max-md:bg-surface max-md:p-3 md:border-t md:border-divider">
      <th
        scope="row"
        className="px-3 py-1.5 text-left font-normal max-md:block max-md:p-0 md:sticky md:left-0 md:bg-surface"
      >
        <Link
          to="/admin/health/tables"
          search={{ ...(order !== 'size' && { order }), table: row.name }}
          className="text-link underline-offset-4 break-words hover:underline"
        >
          {row.name}
        </Link>
        {row.partitions !== null && (
          <span className="block text-meta text-text-2">
            {formatCount(row.partitions)} {plural(row.partitions, 'partition')}
          </span>
        )}
      </th>
      {columns.map(({ order: one, words, show, isMinor }) => (
        <td
          key={one}
          data-label={words}
          className={`px-3 py-1.5 text-right tabular-nums ${one === 'vacuumed' || one === 'analyzed' ? 'md:min-w-44' : 'whitespace-nowrap'} ${isMinor && one !== order ? 'max-md:hidden' : cardLine}`}
        >
          {show(row, countedSince)}
        </td>
      ))}
    </tr>
  );
}
