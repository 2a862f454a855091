const californiaCalendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });

let latest = { minute: Number.NaN, day: '' };

/** The date in California at an instant, `YYYY-MM-DD`. Formatting is slow, and no day begins within a minute. */
export function californiaDay(instant: Date): string {
  const minute = Math.floor(instant.getTime() / 60_000);
  if (minute !== latest.minute) latest = { minute, day: californiaCalendar.format(instant) };
  return latest.day;
}

/** The number of days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

let later = { day: '', days: 0, is: '' };

/** The date some days after another. A list asks for the same one for each row. */
export function daysLater(day: string, days: number): string {
  if (later.day !== day || later.days !== days) {
    const is = new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
    later = { day, days, is };
  }
  return later.is;
}
