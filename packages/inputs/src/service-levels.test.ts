import { expect, it } from 'vitest';
import { judgeLevel, type LevelName, type MeasuredLevel } from './service-levels.ts';

const level = (name: LevelName, more: Partial<MeasuredLevel> = {}): MeasuredLevel => ({
  name,
  target: 1_000,
  share: null,
  requests: null,
  over: null,
  p95: null,
  peak: null,
  present: null,
  budgetLeft: null,
  burn5m: null,
  burn30m: null,
  burn1h: null,
  burn6h: null,
  broken1h: 0,
  broken6h: 0,
  warnBurn: 6,
  badBurn: 14.4,
  ...more,
});

it('the highest so far says nothing of how much could be, until it is as much as was promised', () => {
  expect(judgeLevel(level('reads', { peak: 12.34, present: 0.456 }), true)).toEqual({
    state: 'unknown',
    says: '0.46 a second now. Highest so far 12 a second. Shown by npm run bench load.',
  });
  expect(judgeLevel(level('writes', { peak: 0.456, target: 200 }), true).says).toBe(
    'Highest so far 0.46 a second. Shown by npm run bench load.',
  );
  expect(judgeLevel(level('reads', { peak: 1_499.9 }), true)).toEqual({
    state: 'ok',
    says: 'Highest so far 1,499 a second.',
  });
  // Never rounded up to the level.
  expect(judgeLevel(level('reads', { peak: 999.9 }), true)).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('999 a second'),
  });
});

it('what nobody counts and what is not set up is unknown, and says why', () => {
  expect(judgeLevel(level('reads'), true).says).toBe('None was counted. Shown by npm run bench load.');
  expect(judgeLevel(level('users', { target: 500 }), true)).toEqual({
    state: 'unknown',
    says: 'Nobody was counted. Shown by npm run bench load.',
  });
  expect(judgeLevel(level('users', { target: 500, peak: 31, present: 1 }), true)).toEqual({
    state: 'unknown',
    says: '1 person now. Highest so far 31 people. Shown by npm run bench load.',
  });
  expect(judgeLevel(level('users', { target: 500, peak: 640, present: 0 }), true)).toEqual({
    state: 'ok',
    says: '0 people now. Highest so far 640 people.',
  });
  expect(judgeLevel(level('connection', { share: 0.95 }), true).says).toBe('No pool was measured.');
  for (const name of ['recovery', 'point-in-time'] as const)
    expect(judgeLevel(level(name), true)).toEqual({
      state: 'unknown',
      says: 'A drill measures it: see Backups.',
    });
});
