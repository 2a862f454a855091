const hour = 3_600_000;
/** The hour of the night in California in which a backup is made. */
const nightHour = 3;
const hourInCalifornia = new Intl.DateTimeFormat('en-US', {
  hour: 'numeric',
  hourCycle: 'h23',
  timeZone: 'America/Los_Angeles',
});

/** True in the hour of the night in which backups are made. */
export const isNightly = (now: Date): boolean => Number(hourInCalifornia.format(now)) === nightHour;

/** At night once a day. A machine that was off at night makes up for it in the first hour in which it runs. */
export function isDue(now: Date, lastMade: Date | undefined): boolean {
  const age = lastMade ? now.getTime() - lastMade.getTime() : Number.POSITIVE_INFINITY;
  return age > (isNightly(now) ? 20 : 26) * hour;
}
