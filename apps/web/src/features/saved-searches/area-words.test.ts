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
  expect(areaInWords([-122.3, 37.86, -122.26, 37.88], [])).toBe('In the map’s area, 2.2 miles wide');
});
