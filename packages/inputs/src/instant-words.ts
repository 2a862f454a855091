/** “December 8, 2026 at 2:59:58 PM PST”: an instant to the second, on the clocks of a zone. */
export const instantWords = (at: string | Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(at));
