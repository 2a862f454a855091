import { expect, it } from 'vitest';
import { scheduleInWords } from './queue-words.ts';

it.each([
  ['20 3 * * *', 'Every day at 3:20 AM Pacific time'],
  ['5 13 * * *', 'Every day at 1:05 PM Pacific time'],
  ['* * * * *', 'Every minute'],
  ['50 * * * *', 'Every hour at 50 minutes past'],
  ['0 0 1 * *', '0 0 1 * *'],
])('%s is: %s', (cron, words) => {
  expect(scheduleInWords(cron).replace(/\s/g, ' ')).toBe(words);
});
