/**
 * Every queue of background work: how often a job is tried, how long one try may take, and when it runs by itself.
 */
export const queues = {
  'send-mail': {
    retryLimit: 10,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 60,
    cron: undefined,
  },
  'maintain-partitions': {
    retryLimit: 5,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 300,
    cron: '20 3 * * *',
  },
  'forget-expired': {
    retryLimit: 2,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 300,
    cron: '50 * * * *',
  },
  // A job whose worker is killed is not repeated by itself: staff see that the import stopped, and start it again.
  'import-contractors': {
    retryLimit: 0,
    retryDelay: 60,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 3_600,
    cron: undefined,
  },
} as const;

export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];

/** The schema of the queue library's tables. */
export const queueSchema = 'jobs';
/** Jobs that failed for good stay for staff to see. */
export const failedKeptSeconds = 30 * 86_400;
