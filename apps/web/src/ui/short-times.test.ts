import { expect, test } from 'vitest';
import { ageInList, formatAge, momentInList } from './short-times.ts';

test('an age is in words for a week, and a day after that', () => {
  const now = Date.parse('2026-12-08T23:00:00Z');
  const age = (at: string) => formatAge(at, now);
  expect(age('2026-12-08T22:59:30Z')).toBe('just now');
  expect(age('2026-12-08T22:58:00Z')).toBe('2 minutes ago');
  expect(age('2026-12-08T20:10:00Z')).toBe('2 hours ago');
  expect(age('2026-12-07T22:00:00Z')).toBe('yesterday');
  expect(age('2026-12-02T22:00:00Z')).toBe('6 days ago');
  expect(age('2026-11-20T22:00:00Z')).toBe('Nov 20');
  expect(age('2025-11-20T22:00:00Z')).toBe('Nov 20, 2025');
});

test('a row has a short time, and the whole instant with its zone for those who point at it', () => {
  const now = Date.parse('2026-12-08T23:00:00Z');
  const whole = { dateTime: '2026-11-20T22:05:00.000Z', title: 'Fri, Nov 20, 2026, 2:05 PM PST' };
  expect(ageInList('2026-11-20T22:05:00Z', now)).toEqual({ ...whole, children: 'Nov 20' });
  expect(momentInList('2026-11-20T22:05:00Z', now)).toEqual({ ...whole, children: 'Nov 20, 2:05 PM' });
  // The year of the association's clock decides.
  expect(momentInList('2026-01-01T07:59:00Z', now).children).toBe('Dec 31, 2025, 11:59 PM');
});
