import { expect, test } from 'vitest';
import type { Standing } from './contractor.ts';
import { standingWords } from './standing-words.ts';

const standing = (given: Partial<Standing>): Standing => ({
  on: '2026-11-23',
  kind: 'good',
  date: null,
  reasons: [],
  foreseen: [],
  ...given,
});

test('a valid license names its last day', () => {
  expect(standingWords(standing({ date: '2028-03-31' }))).toEqual({
    tone: 'ok',
    short: 'In good standing',
    long: 'In good standing through March 31, 2028',
    notes: [],
  });
});

test('a future cancellation is announced', () => {
  const words = standingWords(
    standing({ date: '2028-03-31', foreseen: [{ what: 'contractor-bond', on: '2026-12-09' }] }),
  );
  expect(words.notes).toEqual([
    'Contractor bond will be canceled on December 9, 2026. The license would then be suspended.',
  ]);
});

test('a suspension names every reason', () => {
  const reasons = [
    { code: 'Work Comp Susp', words: 'workers’ compensation insurance' },
    { code: 'SOS Suspension', words: 'Secretary of State' },
  ];
  expect(standingWords(standing({ kind: 'suspended', reasons })).long).toBe(
    'Suspended: workers’ compensation insurance; Secretary of State',
  );
});

test('a suspension after a known cancellation names its day', () => {
  const reasons = [{ code: 'bond', words: 'contractor bond canceled' }];
  expect(standingWords(standing({ kind: 'suspended', date: '2026-12-09', reasons })).long).toBe(
    'Suspended: contractor bond canceled on December 9, 2026',
  );
});

test('an expired license names its last valid day, and a license missing from the file says since when', () => {
  expect(standingWords(standing({ kind: 'expired', date: '2026-04-30' })).long).toBe(
    'Expired: the license was valid through April 30, 2026',
  );
  expect(standingWords(standing({ kind: 'gone', date: '2026-10-01' })).long).toBe(
    'No longer in the board’s file since October 1, 2026',
  );
});
