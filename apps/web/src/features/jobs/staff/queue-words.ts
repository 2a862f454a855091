/** The purpose of each queue. */
const queueWords: Record<string, [name: string, purpose: string]> = {
  'send-mail': ['Mail', 'Hands each mail in, and tries again while the mail server cannot be reached.'],
  'maintain-partitions': [
    'Partitions',
    'Makes room for the months and days to come, and drops what is kept no longer.',
  ],
  'forget-expired': [
    'Forget what has expired',
    'Deletes sessions and links that are good no more, and whoever applied a month ago without confirming the address.',
  ],
};

export const queueName = (queue: string): string => queueWords[queue]?.[0] ?? queue;
export const queuePurpose = (queue: string): string => queueWords[queue]?.[1] ?? '';

const clock = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/** `20 3 * * *` as “Every day at 3:20 AM Pacific time”, and `50 * * * *` as “Every hour, at 50 minutes past”. */
export function scheduleInWords(cron: string): string {
  const [, minute, hour] = /^(\d+) (\d+|\*) \* \* \*$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return cron;
  if (hour === '*') return `Every hour, at ${minute} minutes past`;
  return `Every day at ${clock.format(Date.UTC(2000, 0, 1, Number(hour), Number(minute)))} Pacific time`;
}
