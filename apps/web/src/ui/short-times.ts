import { formatInstant, lazily } from '../lib/formats.ts';

const californiaYear = lazily(
  () => new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: 'America/Los_Angeles' }),
);
const shortFormats = new Map<string, Intl.DateTimeFormat>();

/** “Nov 24” or “Nov 24, 3:05 PM” in the association's time zone. In the reader's year the year goes without saying. */
function formatShort(at: string | Date, now: number, minute?: '2-digit'): string {
  const day = new Date(at);
  const [year, thisYear] = [day, now].map((each) => californiaYear().format(each));
  const key = `${minute} ${year === thisYear}`;
  let format = shortFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      month: 'short',
      day: 'numeric',
      timeZone: 'America/Los_Angeles',
      ...(year === thisYear ? {} : { year: 'numeric' }),
      ...(minute && { hour: 'numeric', minute }),
    });
    shortFormats.set(key, format);
  }
  return format.format(day);
}

const relative = lazily(() => new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }));
const spans = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 7],
] as const;

/** “2 minutes ago” or “yesterday”, and after a week the day: “Nov 24”, or “Nov 24, 2025”. */
export function formatAge(at: string | Date, now = Date.now()): string {
  const elapsed = now - new Date(at).getTime();
  if (elapsed < 60_000) return 'just now';
  for (const [unit, ms, most] of spans) {
    const count = Math.floor(elapsed / ms);
    if (count < most) return relative().format(-count, unit);
  }
  return formatShort(at, now);
}

/** A `time` in a list: its words, and the full instant with its zone for those who point at it. */
interface TimeInList {
  dateTime: string;
  title: string;
  children: string;
}

const inList = (at: string | Date, children: string): TimeInList => ({
  dateTime: new Date(at).toISOString(),
  title: formatInstant(at),
  children,
});

/** “2 hours ago” or “Nov 24”, for the `time` of a row. */
export const ageInList = (at: string | Date, now = Date.now()): TimeInList => inList(at, formatAge(at, now));

/** “Nov 24, 3:05 PM” in the association's time zone, for the `time` of a row whose order matters to the minute. */
export const momentInList = (at: string | Date, now = Date.now()): TimeInList =>
  inList(at, formatShort(at, now, '2-digit'));
