import { percentInWords } from '@namc/inputs/service-levels';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { FigureTable } from '../../../ui/figure-table.tsx';

type Day = inferOutput<typeof api.serviceLevels.getReport>['days'][number];

const dayOf = (at: string | Date) =>
  new Date(at).toLocaleDateString('en-US', {
    timeZone: 'America/Los_Angeles',
    month: 'short',
    day: 'numeric',
  });

/** The share of each day's requests that were too slow. A day without measurements is hatched. */
export function DayBars({ days }: { days: Day[] }) {
  const shareOf = ({ over, requests }: Day) => (requests > 0 ? over / requests : 0);
  const highest = Math.max(...days.map(shareOf));
  const most = Math.max(0.01, highest);
  return (
    <figure className="space-y-3">
      <figcaption>
        <span className="block text-h3 font-semibold">Were requests too slow on some days?</span>
        <span className="text-text-2">
          The share of each day’s requests that were over their limit.{' '}
          {highest === 0 ? 'None was.' : `The highest bar is ${percentInWords(highest)}.`} A gray day was not
          measured.
        </span>
      </figcaption>
      <div aria-hidden className="flex h-32 items-end gap-0.5 sm:gap-1">
        {days.map((day) => (
          <div
            key={String(day.at)}
            className={`min-w-0 flex-1 rounded-t-sm ${day.covered > 0 ? 'bg-series' : 'bg-divider'}`}
            style={{ height: day.covered > 0 ? `${(shareOf(day) / most) * 100}%` : '100%', minHeight: 2 }}
          />
        ))}
      </div>
      <div aria-hidden className="flex justify-between text-meta text-text-2">
        <span>{days[0] && dayOf(days[0].at)}</span>
        <span>{days.at(-1) && dayOf((days.at(-1) as Day).at)}</span>
      </div>
      <FigureTable
        label="Days"
        columns={['Day', 'Requests', 'Too slow', 'Failed', 'Measured']}
        rows={days.map((day) => ({
          key: String(day.at),
          cells: [
            dayOf(day.at),
            ...(day.covered > 0
              ? [
                  formatCount(day.requests),
                  formatCount(day.over),
                  formatCount(day.errors),
                  percentInWords(day.covered / Math.max(day.covered, Math.round(day.minutes))),
                ]
              : ['–', '–', '–', 'No']),
          ],
        }))}
      />
    </figure>
  );
}
