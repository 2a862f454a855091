/** The first format of a kind takes a cheap phone 50 ms, so each is made when it is used. */
export function lazily<Format>(make: () => Format): () => Format {
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

const time = lazily(
  () =>
    new Intl.DateTimeFormat('en-US', {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'America/Los_Angeles',
      timeZoneName: 'short',
    }),
);

/** “9:41 AM PST”, in the association's time zone. */
export function formatTime(at: number | Date): string {
  return time().format(at);
}

const californiaDay = lazily(() => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }));

/** The day of an instant in California, as `YYYY-MM-DD`. */
export const californiaDayOf = (at: number | Date): string => californiaDay().format(at);

/** Today in California, as `YYYY-MM-DD`. */
export const californiaToday = (): string => californiaDayOf(new Date());
