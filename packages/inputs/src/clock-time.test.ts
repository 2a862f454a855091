import { expect, test } from 'vitest';
import type { z } from 'zod/mini';
import { clockTimeOf, instantsOf } from './clock-time.ts';
import { saveProjectInput } from './project-drafts.ts';
import { clockTime, extendBiddingInput } from './projects.ts';
import { calendarDate } from './text.ts';

const projectId = '00000000-0000-4000-8000-000000000001';

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

test('a year that no field means is refused by its field, and reads as no instant', () => {
  expect(iso('9999-12-31T10:00', 'America/Los_Angeles')).toEqual(['9999-12-31T18:00:00.000Z']);
  expect(iso('999999-12-31T23:00', 'America/Los_Angeles')).toEqual([]);
  const said = (schema: z.ZodMiniType, typed: unknown) =>
    schema.safeParse(typed).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  const years = 'must be a day from 1900 to 2100';
  for (const typed of ['9999-12-31', '2101-01-01', '1899-12-31', '0000-01-01', '0202-12-08']) {
    expect(said(calendarDate, typed)).toEqual([years]);
    expect(said(clockTime, `${typed}T10:00`)).toEqual([years]);
    expect(said(extendBiddingInput, { projectId, deadline: `${typed}T10:00` })).toEqual([
      `deadline ${years}`,
    ]);
  }
  for (const typed of ['1900-01-01', '2100-12-31']) {
    expect(said(calendarDate, typed)).toBeUndefined();
    expect(said(clockTime, `${typed}T23:59`)).toBeUndefined();
  }
  const terms = { projectId, version: 1, title: 'Culvert', description: '', category: 'COMMERCIAL' };
  expect(
    said(saveProjectInput, { ...terms, timeZone: 'America/Los_Angeles', deadline: '9999-12-31T10:00' }),
  ).toEqual([`deadline ${years}`]);
});
