import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cityLabels } from './city-labels.ts';

const labels = cityLabels();

test('the largest cities come first, each where it is', () => {
  const first = labels.slice(0, 12).map(([name]) => name);
  expect(first).toEqual(
    expect.arrayContaining(['Los Angeles', 'San Diego', 'San Jose', 'San Francisco', 'Sacramento', 'Fresno']),
  );
  const fresno = labels.find(([name]) => name === 'Fresno')!;
  expect(fresno[1]).toBeCloseTo(-119.79, 1);
  expect(fresno[2]).toBeCloseTo(36.75, 1);
});

test('a small place has a label, and a name that two counties know has two', () => {
  expect(labels.some(([name]) => name === 'Tecopa')).toBe(true);
  expect(labels.filter(([name]) => name === 'El Dorado Hills')).toHaveLength(1);
});

test('a name is written as its people write it', () => {
  expect(labels.some(([name]) => name === 'McKinleyville')).toBe(true);
});

test('the names are small enough to load with a zoom', () => {
  expect(gzipSync(JSON.stringify(labels)).length).toBeLessThan(20_000);
});
