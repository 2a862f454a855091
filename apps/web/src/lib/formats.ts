/** The first format of a kind takes a cheap phone 50 ms, so each is made when it is used. */
function lazily<Format>(make: () => Format): () => Format {
  let made: Format | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const wholeDollars = lazily(
  () => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 }),
);
const dollarsAndCents = lazily(() => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }));
const wholeNumber = lazily(() => new Intl.NumberFormat('en-US'));

export function formatCents(cents: number): string {
  return (cents % 100 === 0 ? wholeDollars : dollarsAndCents)().format(cents / 100);
}

export function formatCount(count: number): string {
  return wholeNumber().format(count);
}

export function formatCapped(count: number, capped: boolean): string {
  return capped ? `${formatCount(count)}+` : formatCount(count);
}

/** The size of a file: “812 bytes”, “41 KB”, “93 MB”. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${formatCount(bytes)} ${plural(bytes, 'byte')}`;
  const kilobytes = Math.round(bytes / 1_000);
  return kilobytes < 1_000 ? `${kilobytes} KB` : `${formatCount(Math.round(bytes / 1_000_000))} MB`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

const instant = lazily(
  () =>
    new Intl.DateTimeFormat('en-US', {
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'America/Los_Angeles',
      timeZoneName: 'short',
    }),
);

/** “Tue, Dec 8, 2026, 3:00 PM PST”, in the association's time zone. */
export function formatInstant(at: string | Date): string {
  return instant().format(new Date(at));
}

const inCalifornia = { timeZone: 'America/Los_Angeles' } as const;
const dayOfYear = { month: 'short', day: 'numeric' } as const;
const minutes = { hour: 'numeric', minute: '2-digit' } as const;
const days = {
  recent: lazily(() => new Intl.DateTimeFormat('en-US', { ...inCalifornia, ...dayOfYear })),
  earlier: lazily(() => new Intl.DateTimeFormat('en-US', { ...inCalifornia, ...dayOfYear, year: 'numeric' })),
};
const moments = {
  recent: lazily(() => new Intl.DateTimeFormat('en-US', { ...inCalifornia, ...dayOfYear, ...minutes })),
  earlier: lazily(
    () => new Intl.DateTimeFormat('en-US', { ...inCalifornia, ...dayOfYear, ...minutes, year: 'numeric' }),
  ),
};

/** In the year of the reader the year goes without saying. */
const nearness = (at: Date, now: number): keyof typeof days =>
  californiaDay().format(at).slice(0, 4) === californiaDay().format(now).slice(0, 4) ? 'recent' : 'earlier';

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
  inList(at, moments[nearness(new Date(at), now)]().format(new Date(at)));

const time = lazily(() => new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' }));

/** “9:41 AM”, in the time zone of the person who reads it. */
export function formatTime(at: number | Date): string {
  return time().format(at);
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
  return days[nearness(new Date(at), now)]().format(new Date(at));
}

const californiaDay = lazily(() => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }));

/** Today in California, as `YYYY-MM-DD`. */
export const californiaToday = (): string => californiaDay().format(new Date());
