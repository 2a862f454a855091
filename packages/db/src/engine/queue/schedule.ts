import { CronExpressionParser } from 'cron-parser';

/** The first time after an instant at which a schedule, in California time, begins. */
export const nextRun = (cron: string, after: Date): Date =>
  CronExpressionParser.parse(cron, { currentDate: after, tz: 'America/Los_Angeles' }).next().toDate();
