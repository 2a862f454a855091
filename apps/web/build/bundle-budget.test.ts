import { expect, test } from 'vitest';
import { type Budget, overruns } from './bundle-budget.ts';

const budget: Budget = { publicPageKib: 150, toleranceKib: 5, entries: { main: 120, 'routes/a.tsx': 10 } };

test('sizes within their lines pass, with room to grow', () => {
  expect(overruns({ main: 124.9, 'routes/a.tsx': 10 }, budget)).toEqual([]);
});

test('an entry that grew too much is named with its size', () => {
  expect(overruns({ main: 125.1, 'routes/a.tsx': 10 }, budget)).toEqual([
    'main takes 125.1 KiB, more than 5 KiB above its 120.',
  ]);
});

test('a new entry needs a line, and a line needs an entry', () => {
  expect(overruns({ main: 120, 'map.tsx': 3 }, budget)).toEqual([
    'map.tsx has no line in bundle-budget.json: add it with 3.0.',
    'routes/a.tsx is in bundle-budget.json and no longer built: remove its line.',
  ]);
});

test('a public page stays within its limit even when every line does', () => {
  const lines = { ...budget, entries: { main: 141, 'routes/a.tsx': 10 } };
  expect(overruns({ main: 141, 'routes/a.tsx': 9.5 }, lines)).toEqual([
    'The heaviest public page loads 150.5 KiB before its map; it may load 150.',
  ]);
});
