import { expect, it } from 'vitest';
import { distanceWords, roughDistance, toMeters } from './miles.ts';

it.each<[meters: number, zipCode: string | null, words: string]>([
  [0, '94601', 'in 94601'],
  [8, '94601-1234', 'in 94601'],
  [0, null, 'about 1 mi'],
  [0, 'V5K 0A1', 'about 1 mi'],
  [toMeters(0.3), '94601', 'about 1 mi'],
  [toMeters(1.4), '94602', 'about 1 mi'],
  [toMeters(2.6), '94602', 'about 3 mi'],
  [toMeters(99.7), '95401', 'about 100 mi'],
])('%d meters to a firm in %s is “%s”', (meters, zipCode, words) => {
  expect(distanceWords(roughDistance(meters, zipCode))).toBe(words);
});
