import { FigureTable } from '../../../ui/figure-table.tsx';
import { formatBytes, formatShare } from '../../statements/staff/figures.ts';
import { type TableSize, totalBytes } from './table-words.ts';

const most = 10;
const parts = [
  ['Heap', 'bg-series', ({ heapBytes }: TableSize) => heapBytes],
  ['Indexes', 'bg-accent', ({ indexBytes }: TableSize) => indexBytes],
  ['TOAST', 'bg-text-2', ({ toastBytes }: TableSize) => toastBytes],
] as const;

/** The largest tables as bars, each in its parts, and the same as a table. */
export function LargestTables({ tables }: { tables: TableSize[] }) {
  const largest = tables.toSorted((one, other) => totalBytes(other) - totalBytes(one)).slice(0, most);
  const [first] = largest;
  if (!first) return <p>The database has no tables.</p>;
  const whole = tables.reduce((sum, row) => sum + totalBytes(row), 0);
  const longest = Math.max(1, totalBytes(first));
  return (
    <section aria-labelledby="largest" className="max-w-4xl space-y-3">
      <h2 id="largest" className="text-h3 font-semibold">
        Largest tables
      </h2>
      <p className="max-w-prose break-words">
        {first.name} takes {formatBytes(totalBytes(first))},{' '}
        {formatShare(totalBytes(first) / Math.max(1, whole))} of the {formatBytes(whole)} of all tables.
      </p>
      <div aria-hidden className="space-y-3 rounded-card border border-divider bg-surface p-4">
        <div className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
          {parts.map(([words, color]) => (
            <span key={words} className="inline-flex items-center gap-1.5">
              <span className={`size-2.5 rounded-sm ${color}`} />
              {words}
            </span>
          ))}
        </div>
        {largest.map((row) => (
          <div
            key={row.name}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 text-dense sm:grid-cols-[14rem_minmax(0,1fr)_5rem]"
          >
            <span className="truncate">{row.name}</span>
            <span className="h-4 max-sm:order-last max-sm:col-span-2 max-sm:h-2.5">
              <span
                className="flex h-full overflow-hidden rounded-sm"
                style={{ width: `${Math.max(0.5, (totalBytes(row) / longest) * 100)}%` }}
              >
                {parts.map(([words, color, of]) => (
                  <span
                    key={words}
                    className={color}
                    style={{ width: `${(of(row) / Math.max(1, totalBytes(row))) * 100}%` }}
                  />
                ))}
              </span>
            </span>
            <span className="text-right whitespace-nowrap tabular-nums">{formatBytes(totalBytes(row))}</span>
          </div>
        ))}
      </div>
      <FigureTable
        label="The largest tables"
        columns={['Table', 'Size', ...parts.map(([words]) => words)]}
        rows={largest.map((row) => ({
          key: row.name,
          cells: [row.name, formatBytes(totalBytes(row)), ...parts.map(([, , of]) => formatBytes(of(row)))],
        }))}
      />
    </section>
  );
}
