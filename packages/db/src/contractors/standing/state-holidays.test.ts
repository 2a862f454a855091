import { expect, it } from 'vitest';
import { isStateHoliday, nextFetchAfter } from './state-holidays.ts';

it.each([
  [2026, '01-01 01-19 02-16 03-31 05-25 07-04 09-07 11-11 11-26 11-27 12-25'],
  // The Fourth of July is a Sunday.
  [2027, '01-01 01-18 02-15 03-31 05-31 07-05 09-06 11-11 11-25 11-26 12-25'],
  // New Year's Day is a Sunday and Veterans Day a Saturday in 2023; so are Veterans Day in 2029 and Cesar Chavez Day in 2030.
  [2023, '01-02 01-16 02-20 03-31 05-29 07-04 09-04 11-10 11-23 11-24 12-25'],
  // Veterans Day is a Saturday, and so is New Year's Day.
  [2028, '01-01 01-17 02-21 03-31 05-29 07-04 09-04 11-10 11-23 11-24 12-25'],
  [2029, '01-01 01-15 02-19 03-31 05-28 07-04 09-03 11-12 11-22 11-23 12-25'],
  [2030, '01-01 01-21 02-18 04-01 05-27 07-04 09-02 11-11 11-28 11-29 12-25'],
])('the state’s holidays of %i', (year, expected) => {
  const found: string[] = [];
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 86_400_000) {
    const day = new Date(time).toISOString().slice(0, 10);
    if (isStateHoliday(day)) found.push(day.slice(5));
  }
  expect(found.join(' ')).toBe(expected);
});

it.each([
  // Thanksgiving, the day after it, and a weekend.
  ['2026-11-25T16:00:00Z', '2026-11-30T14:30:00Z'],
  ['2026-11-30T14:30:00Z', '2026-12-01T14:30:00Z'],
  ['2026-07-02T14:00:00Z', '2026-07-03T13:30:00Z'],
])('after %s the file is fetched at %s', (after, next) => {
  expect(nextFetchAfter(new Date(after)).toISOString()).toBe(new Date(next).toISOString());
});
