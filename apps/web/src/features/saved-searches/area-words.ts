import type { Bounds } from '@namc/inputs/bounds';
import { inMapArea } from './map-area.ts';

type City = readonly [name: string, longitude: number, latitude: number, zipCodes: number];

const milesOfDegree = 69;

/** The map’s area in words that tell it from others: the largest city near its middle, and how wide it is. */
export function areaInWords([west, south, east, north]: Bounds, cities: readonly City[]): string {
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  // A degree of longitude is shorter than one of latitude.
  const narrow = Math.cos((y * Math.PI) / 180);
  const milesTo = ([, longitude, latitude]: City) =>
    milesOfDegree * Math.hypot((longitude - x) * narrow, latitude - y);
  const width = milesOfDegree * (east - west) * narrow;
  const [nearest] = cities.toSorted((a, b) => milesTo(a) - milesTo(b));
  const [largest] = cities
    .filter((city) => milesTo(city) < width / 4)
    .toSorted((a, b) => b[3] - a[3] || milesTo(a) - milesTo(b));
  const city = largest ?? nearest;
  const wide = `${width < 10 ? width.toFixed(1) : Math.round(width)} miles wide`;
  return city ? `${inMapArea} around ${city[0]}, ${wide}` : `${inMapArea}, ${wide}`;
}
