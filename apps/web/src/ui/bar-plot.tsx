import { formatCount } from '../lib/formats.ts';

export interface Bar {
  /** Names the bar under the plot, such as “Nov”. */
  short: string;
  /** Names it in the table, such as “November 2026”. */
  long: string;
  value: number;
}

/** A plot of bars with its message in words, and the same figures as a table. */
export function BarPlot({
  title,
  words,
  unit,
  bars,
}: {
  title: string;
  words: string;
  unit: string;
  bars: Bar[];
}) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure className="space-y-3">
      <figcaption>
        <span className="block text-h3 font-semibold">{title}</span>
        <span className="text-text-2">{words}</span>
      </figcaption>
      <div aria-hidden className="flex h-40 items-end gap-1 sm:gap-2">
        {bars.map(({ short, long, value }, at) => (
          <div key={long} className="flex min-w-0 flex-1 flex-col items-center gap-1 self-stretch">
            <div className="flex w-full flex-1 flex-col justify-end">
              <span className="text-center text-meta text-text-2 tabular-nums max-sm:hidden">
                {formatCount(value)}
              </span>
              <div
                className={`w-full rounded-t-control ${at === bars.length - 1 ? 'bg-accent' : 'bg-series'}`}
                style={{ height: `${Math.round((value / most) * 80)}%`, minHeight: value > 0 ? 2 : 0 }}
              />
            </div>
            <span className="text-meta text-text-2">{short}</span>
          </div>
        ))}
      </div>
      <details>
        <summary className="py-1 text-dense text-link">View as a table</summary>
        <table className="mt-1 text-dense">
          <thead>
            <tr className="text-left text-text-2">
              <th scope="col" className="pr-6 font-normal">
                Month
              </th>
              <th scope="col" className="text-right font-normal">
                {unit}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ long, value }) => (
              <tr key={long} className="border-t border-divider">
                <th scope="row" className="py-1 pr-6 text-left font-normal">
                  {long}
                </th>
                <td className="py-1 text-right tabular-nums">{formatCount(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
