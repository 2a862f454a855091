import { formatCount } from '../../../lib/formats.ts';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { columnWords, type ShownCheck } from './state-words.ts';

type Value = ShownCheck['evidence'][number][string];

function inWords(value: Value | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatCount(value) : value;
}

/** The rows that made a check what it is. It scrolls by itself on a phone. */
export function EvidenceTable({ rows, of }: { rows: ShownCheck['evidence']; of: string }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <ScrollRegion aria-label={`Evidence: ${of}`} className="overflow-x-auto rounded-control">
      <table className="text-dense">
        <thead>
          <tr className="text-left text-text-2">
            {columns.map((column) => (
              <th key={column} scope="col" className="pr-6 font-normal whitespace-nowrap">
                {columnWords(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // Rows of evidence have no key of their own, and never change their order.
            // biome-ignore lint/suspicious/noArrayIndexKey: the position is all that tells them apart.
            <tr key={at} className="border-t border-divider">
              {columns.map((column) => (
                <td
                  key={column}
                  className={`max-w-[24rem] py-1 pr-6 align-top break-words ${typeof row[column] === 'number' ? 'tabular-nums' : ''}`}
                >
                  {inWords(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
