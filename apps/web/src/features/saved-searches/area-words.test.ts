import { expect, test } from 'vitest';
import { areaInWords } from './area-words.ts';

const cities = [
  ['Oakland', -122.2, 37.8, 20],
  ['Berkeley', -122.27, 37.87, 8],
  ['Canyon', -122.16, 37.83, 1],
] as const;

test('an area of the map is named by the largest city near its middle, and by its width', () => {
  expect(areaInWords([-122.4, 37.6, -121.95, 38.05], cities)).toBe(
    'In the map’s area around Oakland, 25 miles wide',
  );
  expect(areaInWords([-122.17, 37.82, -122.15, 37.84], cities)).toBe(
    'In the map’s area around Canyon, 1.1 miles wide',
  );
  expect(areaInWords([-122.3, 37.86, -122.26, 37.88], cities)).toBe(
    'In the map’s area around Berkeley, 2.2 miles wide',
  );
  expect(areaInWords([-122.292, 37.865, -122.274, 37.875], cities)).toBe(
    'In the map’s area around Berkeley, 1 mile wide',
  );
});

test('an area far from every city is named by its place on the globe', () => {
  expect(areaInWords([-120.0005, 30, -119.9995, 30.001], cities)).toBe(
    'In the map’s area around 30° N, 120° W, 0.1 miles wide',
  );
  expect(areaInWords([-122.3, 37.86, -122.26, 37.88], [])).toBe(
    'In the map’s area around 37.9° N, 122.3° W, 2.2 miles wide',
  );
  expect(areaInWords([-123, 37, -121, 39], cities)).toMatch(/around Oakland, 109 miles wide$/);
});
