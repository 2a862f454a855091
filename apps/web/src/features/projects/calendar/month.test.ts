import { expect, it } from 'vitest';
import { monthAfter, weekdayOf, weeksOf } from './month.ts';

it('goes over the end of a year, and no further than an address can name', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2027-01', -1)).toBe('2026-12');
  expect(monthAfter('2000-01', -1)).toBeUndefined();
  expect(monthAfter('2099-12', 1)).toBeUndefined();
});

it('has each day of the month once, below its day of the week', () => {
  for (const [month, days] of [
    ['2026-02', 28],
    ['2028-02', 29],
    ['2026-11', 30],
    ['2026-08', 31],
  ] as const) {
    const weeks = weeksOf(month);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    const shown = weeks.flat().filter((day) => day !== null);
    expect(shown).toHaveLength(days);
    expect(new Set(shown).size).toBe(days);
  }
  expect(weeksOf('2026-02')[0]?.[0]).toBe('2026-02-01');
  expect(weeksOf('2026-12')[0]?.[2]).toBe('2026-12-01');
  expect(weekdayOf('2026-12-08')).toBe('Tuesday');
});
