import { expect, it } from 'vitest';
import { judgeLevel, levelsInWords, type MeasuredLevel, percentInWords } from './service-levels.ts';
import { levelOfMonth, type MonthFigures, monthInSentences } from './service-reports.ts';

const simple: MeasuredLevel & { unit: string } = {
  name: 'simple',
  unit: 'ms',
  target: 50,
  share: 0.95,
  requests: 1_000,
  over: 10,
  p95: 12,
  peak: null,
  present: null,
  budgetLeft: 0.8,
  burn5m: 0.2,
  burn30m: 0.2,
  burn1h: 0.2,
  burn6h: 0.2,
  broken1h: 10,
  broken6h: 10,
  warnBurn: 6,
  badBurn: 14.4,
};
const availability = {
  ...simple,
  name: 'availability',
  unit: '%',
  target: 99.9,
  share: 0.999,
  p95: null,
} as const;

it('a share that is not whole is never told as 100 percent', () => {
  expect(
    ['1', '0.99999999', '0.99996', '0.9954', '0.00001'].map((share) => percentInWords(Number(share))),
  ).toEqual(['100%', '99.9999%', '99.9960%', '99.54%', 'under 0.01%']);
});

it('a level is ok only when it was measured', () => {
  const stateOf = (level: Partial<MeasuredLevel>, isCovered = true) =>
    judgeLevel({ ...simple, ...level }, isCovered).state;
  expect(stateOf({})).toBe('ok');
  expect(stateOf({}, false)).toBe('unknown');
  expect(stateOf({ requests: 0, over: 0, p95: null })).toBe('unknown');
  expect(stateOf({ name: 'recovery', share: null })).toBe('unknown');
  expect(stateOf({ name: 'reads', share: null, peak: 3 })).toBe('unknown');
  expect(stateOf({ name: 'pool', share: null, target: 80, peak: null })).toBe('unknown');
  expect(stateOf({ name: 'pool', share: null, target: 80, peak: 81 })).toBe('warn');
  expect(judgeLevel({ ...availability, requests: null }, true)).toEqual({
    state: 'unknown',
    says: 'No probe runs.',
  });
});

it('a burst that still goes on is bad, one that is over is not, and a used budget warns', () => {
  const stateOf = (level: Partial<MeasuredLevel>) => judgeLevel({ ...simple, ...level }, true).state;
  expect(stateOf({ burn1h: 16, burn5m: 15 })).toBe('bad');
  expect(stateOf({ burn1h: 16, burn5m: 0 })).toBe('ok');
  expect(stateOf({ burn1h: 16, burn5m: 15, broken1h: 9 })).toBe('ok');
  expect(stateOf({ burn6h: 7, burn30m: 7 })).toBe('warn');
  expect(stateOf({ budgetLeft: -0.1 })).toBe('warn');
  expect(stateOf({ over: 51 })).toBe('warn');
});

it('the verdict names the worst, and does not call the unknown kept', () => {
  const of = (state: 'ok' | 'warn' | 'bad' | 'unknown') =>
    ({ name: 'simple', state, says: 'It is so.' }) as const;
  expect(levelsInWords([of('ok'), of('bad')])).toBe(
    '1 of 2 levels are broken now: Simple questions. It is so.',
  );
  expect(levelsInWords([of('ok'), of('unknown')])).toBe(
    'The one level that was measured is kept. 1 is unknown.',
  );
  expect(levelsInWords([of('unknown')])).toBe('Unknown: nothing was measured.');
});

const day = { minutes: 1_440, covered: 1_440, requests: 500, errors: 0, over: 5 };
const month = (more: Partial<MonthFigures>): MonthFigures => ({
  month: '2026-10',
  levels: [simple, { ...availability, requests: null, over: null }],
  days: [day, day],
  ...more,
});

it('a month without measurements has no figures, and one to come has not begun', () => {
  const unknown = { ...day, covered: 0, requests: 0, over: 0 };
  expect(monthInSentences(month({ days: [unknown, unknown] }))).toEqual([
    'Nothing was measured in October 2026. Nobody knows how well the portal worked, so this report has no figures.',
  ]);
  expect(monthInSentences(month({ days: [{ ...unknown, minutes: 0 }] }))).toEqual([
    'October 2026 hasn’t begun.',
  ]);
});

it('a month with gaps says how much is not known', () => {
  const sentences = monthInSentences(month({ days: [day, { ...day, covered: 1_000, errors: 1 }] }));
  expect(sentences).toEqual([
    'In October 2026 people and their browsers asked the portal 1,000 times. It failed 1 time, and answered 99.90%.',
    'It kept the one promise that was measured. 1 other is unknown.',
    'Measurements cover 84.72% of the time. Nothing is known about the other 440 minutes, which may have been without the portal.',
  ]);
});

it('a line of the report is kept, not kept or unknown', () => {
  expect(levelOfMonth(simple)).toMatchObject({ outcome: 'Kept', measured: '12 ms; 99.00% in time' });
  expect(levelOfMonth({ ...simple, over: 60 })).toMatchObject({ outcome: 'Not kept' });
  expect(levelOfMonth({ ...availability, requests: null })).toMatchObject({
    outcome: 'Unknown',
    measured: 'No probe asked',
  });
});
