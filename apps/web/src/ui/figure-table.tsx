import type { ReactNode } from 'react';
import { ScrollRegion } from './scroll-region.tsx';

/** The figures of a plot, folded, for people who read rather than look. The first column names the row. */
export function FigureTable({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: string[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  const [first, ...others] = columns;
  return (
    <details className="min-w-0 grow print:hidden">
      <summary className="w-fit py-1 text-dense text-link">View as a table</summary>
      <ScrollRegion aria-label={label} className="max-h-80 overflow-auto">
        <table className="text-dense">
          <thead>
            <tr className="text-left whitespace-nowrap text-text-2">
              <th scope="col" className="pr-6 font-normal">
                {first}
              </th>
              {others.map((title) => (
                <th key={title} scope="col" className="pr-6 text-right font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key} className="border-t border-divider">
                <th scope="row" className="py-1 pr-6 text-left font-normal whitespace-nowrap">
                  {cells[0]}
                </th>
                {others.map((title, at) => (
                  <td key={title} className="py-1 pr-6 text-right whitespace-nowrap tabular-nums">
                    {cells[at + 1]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
