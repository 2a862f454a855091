import { expect, test } from 'vitest';
import { clockTimeOf, instantsOf } from './clock-time.ts';

const iso = (time: string, zone: string) => instantsOf(time, zone).map((at) => at.toISOString());

test('a time of the day is one instant, one that a clock change skips is none, and one in the hour that comes twice is two', () => {
  expect(iso('2026-12-08T15:00', 'America/Los_Angeles')).toEqual(['2026-12-08T23:00:00.000Z']);
  expect(iso('2027-03-14T01:59', 'America/Los_Angeles')).toEqual(['2027-03-14T09:59:00.000Z']);
  expect(iso('2027-03-14T02:30', 'America/Los_Angeles')).toEqual([]);
  expect(iso('2027-03-14T03:00', 'America/Los_Angeles')).toEqual(['2027-03-14T10:00:00.000Z']);
  expect(iso('2026-11-01T01:30', 'America/Los_Angeles')).toEqual([
    '2026-11-01T08:30:00.000Z',
    '2026-11-01T09:30:00.000Z',
  ]);
  expect(iso('2026-11-01T02:00', 'America/Los_Angeles')).toEqual(['2026-11-01T10:00:00.000Z']);
  // Arizona’s and Hawaii’s clocks never change.
  expect(iso('2027-03-14T02:30', 'America/Phoenix')).toEqual(['2027-03-14T09:30:00.000Z']);
  expect(iso('2026-11-01T01:30', 'Pacific/Honolulu')).toEqual(['2026-11-01T11:30:00.000Z']);
  expect(iso('nonsense', 'America/Los_Angeles')).toEqual([]);
});

test('an instant is shown by the clock on which it was typed', () => {
  for (const zone of ['America/Los_Angeles', 'America/New_York', 'America/Anchorage'])
    for (let at = Date.parse('2026-10-30T00:00Z'); at < Date.parse('2026-11-03T00:00Z'); at += 900_000)
      expect(instantsOf(clockTimeOf(at, zone), zone).map(Number)).toContain(at);
});
