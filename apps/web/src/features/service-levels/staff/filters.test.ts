import { expect, it } from 'vitest';
import { monthAfter, monthBefore, readLevelFilters, readReportMonth } from './filters.ts';

it('a wrong address shows the usual span and the last whole month', () => {
  expect(readLevelFilters({ range: '7d' })).toEqual({ range: '7d' });
  expect(readLevelFilters({ range: 'x' })).toEqual({});
  expect(readReportMonth({ month: '2026-02' })).toEqual({ month: '2026-02' });
  expect(readReportMonth({ month: '2026-13' }).month).toMatch(/^20\d\d-\d\d$/);
});

it('the month before January is December of the year before', () => {
  expect([monthBefore('2026-01'), monthAfter('2025-12'), monthAfter('2026-09')]).toEqual([
    '2025-12',
    '2026-01',
    '2026-10',
  ]);
});
