import { CronExpressionParser } from 'cron-parser';

/** When a schedule, in California's time, begins next after an instant. */
export const nextRun = (cron: string, after: Date): Date =>
  CronExpressionParser.parse(cron, { currentDate: after, tz: 'America/Los_Angeles' }).next().toDate();
