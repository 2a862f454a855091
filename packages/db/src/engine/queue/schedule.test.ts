import { expect, it } from 'vitest';
import { queueNames, queues } from './queues.ts';
import { nextRun } from './schedule.ts';

it.each([
  ['50 * * * *', '2026-07-01T12:49:59Z', '2026-07-01T12:50:00Z'],
  ['50 * * * *', '2026-07-01T12:50:00Z', '2026-07-01T13:50:00Z'],
  ['* * * * *', '2026-07-01T12:49:59Z', '2026-07-01T12:50:00Z'],
  ['20 3 * * *', '2026-07-01T12:00:00Z', '2026-07-02T10:20:00Z'],
  // The nights on which the clocks go forward and back.
  ['20 3 * * *', '2026-03-08T09:00:00Z', '2026-03-08T10:20:00Z'],
  ['20 3 * * *', '2026-10-31T12:00:00Z', '2026-11-01T11:20:00Z'],
  ['5 0 * * *', '2026-07-01T07:04:00Z', '2026-07-01T07:05:00Z'],
])('%s after %s is %s', (cron, after, next) => {
  expect(nextRun(cron, new Date(after))).toEqual(new Date(next));
});

it('computes each schedule of the portal', () => {
  for (const name of queueNames) {
    const { cron } = queues[name];
    if (cron) expect(nextRun(cron, new Date()).getTime()).toBeGreaterThan(Date.now());
  }
});
