import type { Bounds } from '@namc/inputs/bounds';
import { inMapArea } from './map-area.ts';

type City = readonly [name: string, longitude: number, latitude: number, zipCodes: number];

const milesOfDegree = 69;
/** A city that is farther outside the area says nothing about where the area is. */
const farthestCity = 15;

/** The map’s area in words that tell it from others: the largest city near its middle, and how wide it is. */
export function areaInWords([west, south, east, north]: Bounds, cities: readonly City[]): string {
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  // A degree of longitude is shorter than one of latitude.
  const narrow = Math.cos((y * Math.PI) / 180);
  const milesTo = ([, longitude, latitude]: City) =>
    milesOfDegree * Math.hypot((longitude - x) * narrow, latitude - y);
  const width = milesOfDegree * (east - west) * narrow;
  const nearby = cities
    .filter((city) => milesTo(city) < width / 2 + farthestCity)
    .toSorted((a, b) => milesTo(a) - milesTo(b));
  const [largest] = nearby
    .filter((city) => milesTo(city) < width / 4)
    .toSorted((a, b) => b[3] - a[3] || milesTo(a) - milesTo(b));
  const middle = (largest ?? nearby[0])?.[0] ?? pointInWords(x, y);
  return `${inMapArea} around ${middle}, ${milesWide(width)}`;
}

/** `30° N, 120° W`, for an area over the sea. */
const pointInWords = (x: number, y: number): string =>
  `${degrees(y)}° ${y < 0 ? 'S' : 'N'}, ${degrees(x)}° ${x < 0 ? 'W' : 'E'}`;

const degrees = (angle: number): number => Number(Math.abs(angle).toFixed(1));

function milesWide(width: number): string {
  const miles = width < 10 ? Math.max(width, 0.1).toFixed(1).replace('.0', '') : String(Math.round(width));
  return `${miles} ${miles === '1' ? 'mile' : 'miles'} wide`;
}
