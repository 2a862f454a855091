const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
});
const minuteMs = 60_000;
const longestMinutes = 25 * 60;

/** When a schedule of minutes and hours in California (`20 3 * * *`) begins next: an hour that is skipped, or comes twice, too. */
export function nextRun(cron: string, after: Date): Date {
  const [minute, hour] = cron.split(' ');
  const from = Math.floor(after.getTime() / minuteMs);
  for (let ahead = 1; ahead <= longestMinutes; ahead += 1) {
    const at = new Date((from + ahead) * minuteMs);
    const [hourThere, minuteThere] = parts.format(at).split(':').map(Number);
    if (Number(minute) === minuteThere && (hour === '*' || Number(hour) === hourThere)) return at;
  }
  throw new Error(`The schedule ${cron} has no next run within a day.`);
}
