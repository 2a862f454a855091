import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';

type QueueName = inferOutput<typeof api.jobs.listQueues>[number]['name'];

/** The name and purpose of each queue. A queue without an entry does not compile. */
const queueWords: Record<QueueName, [name: string, purpose: string]> = {
  'send-mail': ['Email', 'Sends each email, and retries while the mail server is unreachable.'],
  'take-account-request': [
    'Requests about addresses',
    'Handles applications, password requests and failed sign-ins, and checks whether the address has an account.',
  ],
  'maintain-partitions': [
    'Room for new records',
    'Makes room in the database for the records of the coming days and months, and sets aside those that are older than we keep them.',
  ],
  'run-maintenance': [
    'Database maintenance',
    'Removes dead rows, refreshes statistics, rebuilds bloated indexes, and exports data past its retention period.',
  ],
  'tell-followers': [
    'Updates for followers',
    'Emails members after an import about the licenses they follow and the searches they saved.',
  ],
  'tell-dates': [
    'Reminders of dates',
    'Emails members each morning about licenses that end soon and cancellations that take effect.',
  ],
  'remind-certifications': [
    'Reminders of certifications',
    'Emails the owners of companies 90, 30 and 7 days before a certification ends.',
  ],
  'ask-companies': [
    'Yearly check of companies',
    'Asks the owners of a company once a year whether what the portal says about it is still right.',
  ],
  'keep-memberships': [
    'Memberships',
    'Ends memberships each morning when their grace is over, and emails members before and after their last day.',
  ],
  'look-at-checkouts': [
    'Online payments',
    'Asks Stripe every five minutes about payments and refunds that have no end yet.',
  ],
  'end-checkouts': [
    'End of payment pages',
    'Ends an open payment page as soon as its invoice is paid another way, paid in part or closed.',
  ],
  'renew-automatically': [
    'Automatic renewals',
    'Tells members each hour before their saved card is charged, charges it on its day, and removes cards that nobody wants kept.',
  ],
  'compare-payments': [
    'Comparison with Stripe',
    'Compares the payments of the last week with Stripe’s each night, and makes a task of each difference.',
  ],
  'back-up': [
    'Backup',
    'Backs up the embedded database and the files each night, and reads the backup back.',
  ],
  'tell-of-projects': [
    'News of projects',
    'Emails those who follow a project or bid on it about what is new, and about a deadline that is near.',
  ],
  'tell-weekly': ['Weekly updates', 'Emails members once a week about new results of their saved searches.'],
  'import-contractors': ['License file', 'Imports an uploaded file of the license board.'],
  'import-members': ['Members', 'Imports an uploaded file of the association’s members.'],
  'import-projects': ['Projects', 'Imports an uploaded list of bids from an agency.'],
  'fetch-license-file': [
    'Fetch the license file',
    'Fetches the license board’s file on business days of the State of California, if an address is set.',
  ],
  'forget-expired': [
    'Clean up expired data',
    'Deletes expired sessions and links, old email, and applicants who didn’t confirm their email address within a month.',
  ],
  'collect-files': [
    'Clean up files',
    'Deletes uploads that weren’t used within a day, and stored files that nothing uses anymore.',
  ],
  'seal-trail': [
    'Seal the audit trail',
    'Seals new entries in the audit trail, so that any later change to them shows.',
  ],
  'roll-up-service-levels': ['Add up service levels', 'Adds up the hours and days of what requests took.'],
  'sample-statements': [
    'Count statements',
    'Counts each minute what the database’s statements cost, for the pages on its health.',
  ],
  'check-health': [
    'Check the database',
    'Runs the checks of the database’s health, and tells staff of alerts.',
  ],
  'send-webhook': ['Webhooks', 'Sends alerts of the database to the webhooks, and retries for half an hour.'],
  'count-ledger-months': [
    'Months of the books',
    'Counts the members and the income by month, for the chart of the books.',
  ],
  'write-search-words': [
    'Words of the search',
    'Writes the words anew by which the search corrects misspelled names.',
  ],
  'verify-trail': [
    'Verify the audit trail',
    'Compares the whole audit trail with its seals, and present data with the trail.',
  ],
};

export const queueName = (queue: QueueName): string => queueWords[queue][0];
export const queuePurpose = (queue: QueueName): string => queueWords[queue][1];

const clock = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/** `* * * * *` as “Every minute”, `20 3 * * *` as “Every day at 3:20 AM Pacific time”, and `50 * * * *` as “Every hour at 50 minutes past”. */
export function scheduleInWords(cron: string): string {
  if (cron === '* * * * *') return 'Every minute';
  const [, minute, hour, day] = /^(\d+) (\d+|\*) \* \* (\*|1-5)$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return cron;
  if (hour === '*') return `Every hour at ${minute} minutes past`;
  return `Every ${day === '*' ? 'day' : 'business day'} at ${clock.format(Date.UTC(2000, 0, 1, Number(hour), Number(minute)))} Pacific time`;
}
