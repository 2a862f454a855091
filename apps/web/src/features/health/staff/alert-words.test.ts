import { expect, it } from 'vitest';
import { hourChoices, lasted } from './alert-words.ts';

it('the time that an alert lasted is in words', () => {
  const from = '2026-11-01T00:00:00Z';
  expect(
    [
      '2026-11-01T00:00:59Z',
      '2026-11-01T00:01:00Z',
      '2026-11-01T01:59:59Z',
      '2026-11-01T02:00:00Z',
      '2026-11-03T00:00:00Z',
    ].map((until) => lasted(from, until)),
  ).toEqual(['Less than a minute', '1 minute', '119 minutes', '2 hours', '2 days']);
  expect(hourChoices.map(({ label }) => label)).toEqual([
    '1 hour',
    '4 hours',
    '12 hours',
    '24 hours',
    '3 days',
    '7 days',
  ]);
});
