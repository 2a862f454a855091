import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cityLabels } from './city-labels.ts';
import { roads, routes } from './roads.ts';

const milesPerDegree = 69.1;
const drawn = roads();

/** Miles from a point to the nearest line of a route. */
function milesTo(label: string, latitude: number, longitude: number): number {
  const width = milesPerDegree * Math.cos((latitude * Math.PI) / 180);
  const lines = drawn.filter(([name]) => name === label).map(([, , line]) => line);
  return Math.min(
    ...lines.flatMap((line) =>
      line.slice(1).map((end, at) => {
        const [x, y, dx, dy] = [
          (line[at]![0] - longitude) * width,
          (line[at]![1] - latitude) * milesPerDegree,
          (end[0] - line[at]![0]) * width,
          (end[1] - line[at]![1]) * milesPerDegree,
        ];
        const share = Math.max(0, Math.min(1, -(x * dx + y * dy) / (dx * dx + dy * dy || 1)));
        return Math.hypot(x + share * dx, y + share * dy);
      }),
    ),
  );
}

test('every interstate and US route of California is there, and the state routes that carry the most traffic', () => {
  const labels = new Set(drawn.map(([label]) => label));
  const interstates = [5, 8, 10, 15, 40, 80, 105, 110, 205, 210, 215, 238, 280, 380, 405, 505, 580, 605, 680];
  for (const number of [...interstates, 710, 780, 805, 880, 980]) expect(labels).toContain(`I-${number}`);
  for (const number of [6, 50, 95, 97, 101, 199, 395]) expect(labels).toContain(`US-${number}`);
  for (const number of [1, 4, 17, 24, 37, 60, 70, 85, 91, 92, 99]) expect(labels).toContain(`CA-${number}`);
});

test.each([
  ['I-80', 'the Carquinez Bridge', 38.0608, -122.2258],
  ['I-80', 'the Yolo Causeway', 38.565, -121.64],
  ['I-80', 'Donner Lake', 39.3238, -120.233],
  ['I-580', 'the Richmond–San Rafael Bridge', 37.9347, -122.4336],
  ['I-680', 'the Benicia–Martinez Bridge', 38.0397, -122.1236],
  ['I-880', 'the stadium in Oakland', 37.7516, -122.2005],
  ['US-101', 'the Golden Gate Bridge', 37.8199, -122.4783],
  ['CA-92', 'the San Mateo–Hayward Bridge', 37.58, -122.245],
  ['US-50', 'the lake at South Lake Tahoe', 38.9399, -119.9772],
  ['I-5', 'the Capitol in Sacramento', 38.5767, -121.4934],
  ['I-5', 'the Tejon Pass', 34.8029, -118.8765],
  ['CA-99', 'the middle of Fresno', 36.7378, -119.7871],
])('%s passes %s', (label, _, latitude, longitude) => {
  expect(milesTo(label, latitude, longitude)).toBeLessThan(1.5);
});

test('a crossing that the list names lies on both routes', () => {
  const labels = new Set(drawn.map(([label]) => label));
  const crossings = routes().flatMap(({ label, points }) =>
    points.flatMap(({ place, latitude, longitude }) => {
      const other = /^(?:I|US|SR)-\d+/.exec(place)?.[0].replace('SR', 'CA');
      return other && labels.has(other)
        ? [{ crossing: `${label} and ${other}`, miles: milesTo(other, latitude, longitude) }]
        : [];
    }),
  );
  expect(crossings.length).toBeGreaterThan(150);
  expect(crossings.filter(({ miles }) => miles > 1)).toEqual([]);
});

test('the towns of the list are where the ZIP codes of that name are', () => {
  const towns = new Map<string, [longitude: number, latitude: number][]>();
  for (const [name, longitude, latitude] of cityLabels()) {
    towns.set(name, [...(towns.get(name) ?? []), [longitude, latitude]]);
  }
  const miles = routes()
    .flatMap(({ points }) => points)
    .flatMap(({ place, longitude, latitude }) => {
      const same = towns.get(place);
      if (!same) return [];
      const width = milesPerDegree * Math.cos((latitude * Math.PI) / 180);
      return Math.min(
        ...same.map(([x, y]) => Math.hypot((x - longitude) * width, (y - latitude) * milesPerDegree)),
      );
    })
    .sort((a, b) => a - b);
  expect(miles.length).toBeGreaterThan(400);
  expect(miles[Math.floor(miles.length / 2)]).toBeLessThan(1.5);
  // The area of a rural ZIP code reaches many miles past its town.
  expect(miles[Math.floor(miles.length * 0.9)]).toBeLessThan(5);
});

test('a line bends through its points and makes no leap', () => {
  for (const [label, , line] of drawn) {
    for (const [at, [x, y]] of line.slice(1).entries()) {
      const [beforeX, beforeY] = line[at]!;
      expect(Math.hypot(x - beforeX, y - beforeY), label).toBeLessThan(1.3);
    }
  }
});

test('the roads are small enough to load with a zoom', () => {
  const text = JSON.stringify(drawn);
  expect(text.length).toBeLessThan(80_000);
  expect(gzipSync(text).length).toBeLessThan(20_000);
});
