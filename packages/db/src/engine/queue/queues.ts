/**
 * Every queue of background work: how often a job is tried, how long one try may take, and when it runs by itself. The
 * jobs of a batch run side by side, and each succeeds or fails for itself. A full batch is followed by the next one at
 * once.
 */
export const queues = {
  'send-mail': {
    retryLimit: 10,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 60,
    cron: undefined,
    batchSize: 10,
    pollEveryMs: 1_000,
  },
  'take-account-request': {
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 60,
    cron: undefined,
    batchSize: 10,
    pollEveryMs: 1_000,
  },
  'maintain-partitions': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 300,
    cron: '20 3 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next night tries again. A run of its own end is long past the time that each job has.
  'run-maintenance': {
    retryLimit: 0,
    expireInSeconds: 6 * 3_600,
    cron: '50 1 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  'forget-expired': {
    retryLimit: 2,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 300,
    cron: '50 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next hour tries again.
  'collect-files': {
    retryLimit: 0,
    expireInSeconds: 1_800,
    cron: '35 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next minute tries again.
  'seal-trail': {
    retryLimit: 0,
    expireInSeconds: 900,
    deleteAfterSeconds: 86_400,
    cron: '* * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next minute tries again, and the minute between is a gap.
  'sample-statements': {
    retryLimit: 0,
    expireInSeconds: 60,
    deleteAfterSeconds: 86_400,
    cron: '* * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next run does what this one did not.
  'roll-up-service-levels': {
    retryLimit: 0,
    expireInSeconds: 300,
    deleteAfterSeconds: 86_400,
    cron: '*/10 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next hour counts what this one did not.
  'count-ledger-months': {
    retryLimit: 2,
    retryDelay: 300,
    expireInSeconds: 300,
    cron: '15 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next run writes what this one did not.
  'write-search-words': {
    retryLimit: 0,
    expireInSeconds: 300,
    deleteAfterSeconds: 86_400,
    cron: '*/20 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  'verify-trail': {
    retryLimit: 2,
    retryDelay: 300,
    expireInSeconds: 3 * 3_600,
    cron: '40 3 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A job whose worker is killed is not repeated by itself: staff see that the import stopped, and start it again.
  'import-contractors': {
    retryLimit: 0,
    expireInSeconds: 3_600,
    cron: undefined,
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // Each row is a transaction of its own: another try goes on where the last one ended.
  'import-members': {
    retryLimit: 3,
    retryDelay: 15,
    expireInSeconds: 3_600,
    cron: undefined,
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // Each row is a transaction of its own: another try goes on where the last one ended.
  'import-projects': {
    retryLimit: 3,
    retryDelay: 15,
    expireInSeconds: 3_600,
    cron: undefined,
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A letter's subject is marked in the letter's own transaction, so a repetition tells nothing twice.
  'tell-followers': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: undefined,
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  'tell-dates': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '0 7 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A reminder is noted in the letter's own transaction, so a repetition sends nothing twice.
  'remind-certifications': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '30 7 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A company is marked as asked in the letter's own transaction, so a repetition asks nobody twice.
  'ask-companies': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '45 7 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A step is noted in the letter's own transaction, and a member lapses once, so a repetition sends nothing twice.
  'keep-memberships': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '10 6 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next run looks at what this one did not.
  'look-at-checkouts': {
    retryLimit: 0,
    expireInSeconds: 280,
    deleteAfterSeconds: 86_400,
    cron: '*/5 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // An invoice was paid by check or closed. The job that looks at all attempts does what this one could not.
  'end-checkouts': {
    retryLimit: 3,
    retryDelay: 10,
    retryBackoff: true,
    expireInSeconds: 60,
    deleteAfterSeconds: 86_400,
    cron: undefined,
    batchSize: 5,
    pollEveryMs: 1_000,
  },
  // A notice and a charge are noted in their own transactions, and the id of a charge is its key at the provider. The next hour goes on.
  'renew-automatically': {
    retryLimit: 0,
    expireInSeconds: 1_800,
    cron: '25 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A difference is noted once, and each run looks at a week, so the next night finds what this one did not.
  'compare-payments': {
    retryLimit: 3,
    retryDelay: 600,
    expireInSeconds: 900,
    cron: '40 6 * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // A failed backup is recorded, and the check of health tells of it. The next hour tries again.
  'back-up': {
    retryLimit: 0,
    expireInSeconds: 3_600,
    // It looks each hour whether one is due: a machine may be off at night.
    cron: '30 * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // Each change of a project adds a job. The clock adds one too, for the deadlines that are near.
  'tell-of-projects': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '*/10 * * * *',
    batchSize: 1,
    pollEveryMs: 1_000,
  },
  'tell-weekly': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 1_800,
    cron: '15 7 * * 1',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // The next minute tries again.
  'check-health': {
    retryLimit: 0,
    expireInSeconds: 55,
    deleteAfterSeconds: 86_400,
    cron: '* * * * *',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
  // Half an hour of tries. A receiver may get a message twice when a worker dies between the answer and the commit.
  'send-webhook': {
    retryLimit: 6,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 900,
    expireInSeconds: 60,
    cron: undefined,
    batchSize: 5,
    pollEveryMs: 1_000,
  },
  // The next business day tries again. The board publishes by night.
  'fetch-license-file': {
    retryLimit: 0,
    expireInSeconds: 3_600,
    cron: '30 6 * * 1-5',
    batchSize: 1,
    pollEveryMs: 2_000,
  },
} as const;

export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];

/** The schema of the queue library's tables. */
export const queueSchema = 'jobs';
/** Jobs that failed for good stay for staff to see. */
export const failedKeptSeconds = 30 * 86_400;
