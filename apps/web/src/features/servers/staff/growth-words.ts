import { plural } from '../../../lib/formats.ts';
import { formatBytes } from '../../statements/staff/figures.ts';

interface Day {
  day: string;
  bytes: number | null;
}

/** How a table grew between the first and the last day that are known, and how many days are not. */
export function growthInWords(days: Day[]): string {
  const known = days.filter((one): one is Day & { bytes: number } => one.bytes !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) {
    return 'No day has been measured yet. The worker measures each table once a day.';
  }
  const gaps = days.length - known.length;
  const missing =
    gaps === 0
      ? ''
      : ` ${gaps} of ${days.length} days ${plural(gaps, 'wasn’t', 'weren’t')} measured; the lines have gaps there.`;
  if (first === last)
    return `It took ${formatBytes(last.bytes)} on ${last.day}, the only day measured.${missing}`;
  const change = last.bytes - first.bytes;
  const verb = change === 0 ? 'stayed at' : change > 0 ? 'grew by' : 'shrank by';
  const amount =
    change === 0 ? formatBytes(last.bytes) : `${formatBytes(Math.abs(change))} to ${formatBytes(last.bytes)}`;
  return `It ${verb} ${amount} from ${first.day} to ${last.day}.${missing}`;
}
