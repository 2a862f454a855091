import { expect, it } from 'vitest';
import { readTimeOfDay, readWrittenTime } from './written-time.ts';

it.each([
  ['12/15/2026 2:00 PM', '2026-12-15T14:00'],
  ['12/15/2026 2 PM', '2026-12-15T14:00'],
  ['12/15/2026, 2:00 p.m.', '2026-12-15T14:00'],
  ['12/15/2026 at 12:30 AM PST', '2026-12-15T00:30'],
  ['12/15/26 14:00', '2026-12-15T14:00'],
  ['12/15/2026 2:00:00 PM', '2026-12-15T14:00'],
  ['2026-12-15 14:00', '2026-12-15T14:00'],
  ['2026-12-15T14:00', '2026-12-15T14:00'],
  ['2026-12-15T22:00:00Z', '2026-12-15T14:00'],
  ['2026-07-15T17:00:00-04:00', '2026-07-15T14:00'],
  ['Tuesday, December 15, 2026 at 2:00 PM (PT)', '2026-12-15T14:00'],
  ['Dec 15, 2026 2:00 PM Pacific Time', '2026-12-15T14:00'],
  ['15-Dec-2026 2:00 PM', '2026-12-15T14:00'],
])('%j is read as %s', (written, time) => {
  expect(readWrittenTime(written)).toEqual({ time });
});

it.each([
  ['12/15/2026', 'needs a time of day too, such as 12/15/2026 2:00 PM'],
  ['12/15/2026 2:00 PM EST', 'must be in Pacific time'],
  ['2/30/2027 2:00 PM', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
  ['12/15/2026 25:00', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
  ['12/15/2026 13:00 PM', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
  ['soon', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
  ['46371.58', 'must be a date and a time, such as 12/15/2026 2:00 PM'],
])('%j is refused: it %s', (written, fault) => {
  expect(readWrittenTime(written)).toEqual({ fault });
});

it('a date without a time takes the one for the whole list', () => {
  expect(readWrittenTime('12/15/2026', '14:00')).toEqual({ time: '2026-12-15T14:00' });
});

it.each([
  ['2 PM', '14:00'],
  ['2:30 p.m.', '14:30'],
  ['14:00', '14:00'],
  ['12 AM', '00:00'],
  ['noon', '12:00'],
  ['', null],
  ['24:00', null],
  ['afternoon', null],
])('the time of day %j is %s', (text, time) => {
  expect(readTimeOfDay(text)).toBe(time);
});
