import { expect, it } from 'vitest';
import { isDue } from './is-due.ts';

it.each([
  ['a first one at any hour', '2026-11-28T20:00:00Z', undefined, true],
  ['at night when the last one is of the night before', '2026-11-28T11:30:00Z', '2026-11-27T11:30:00Z', true],
  ['at night not twice', '2026-11-28T11:45:00Z', '2026-11-28T11:30:00Z', false],
  ['by day not', '2026-11-28T20:30:00Z', '2026-11-27T20:00:00Z', false],
  ['by day when the machine was off at night', '2026-11-28T20:30:00Z', '2026-11-27T11:30:00Z', true],
  ['in the first night of summer time', '2026-03-08T10:30:00Z', '2026-03-07T11:30:00Z', true],
])('a backup is due: %s', (_when, now, last, due) => {
  expect(isDue(new Date(now), last === undefined ? undefined : new Date(last))).toBe(due);
});
