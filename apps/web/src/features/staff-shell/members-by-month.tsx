import { formatCount, plural } from '../../lib/formats.ts';
import { BarPlot } from '../../ui/bar-plot.tsx';

const short = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
const long = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The number of members at the end of each of the last twelve months. */
export function MembersByMonth({ months }: { months: { month: string; members: number }[] }) {
  const bars = months.map(({ month, members }) => {
    const first = new Date(`${month}-01T00:00:00Z`);
    return { short: short.format(first), long: long.format(first), value: members };
  });
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) return null;
  const change = last.value - first.value;
  const words =
    change === 0
      ? `The same as in ${first.long}.`
      : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} ${plural(Math.abs(change), 'member')} than in ${first.long}.`;
  return <BarPlot title="Members by month" words={words} unit="Members" bars={bars} />;
}
