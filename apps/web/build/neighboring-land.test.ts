import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { clipRing, neighboringLand, simplify } from './neighboring-land.ts';

const square: [number, number, number, number] = [0, 0, 10, 10];

test('an outline is cut at the sides of the rectangle', () => {
  const across = [
    [5, 5],
    [15, 5],
    [15, 8],
    [5, 8],
  ];
  expect(clipRing(across, square)).toEqual([
    [5, 5],
    [10, 5],
    [10, 8],
    [5, 8],
  ]);
  expect(
    clipRing(
      across.map(([x = 0, y = 0]) => [x + 20, y]),
      square,
    ),
  ).toEqual([]);
});

test('a line keeps its corners and what others share with it', () => {
  const line = [
    [0, 0],
    [1, 0.001],
    [2, 0],
    [2, 5],
  ];
  expect(simplify(line, () => false)).toEqual([
    [0, 0],
    [2, 0],
    [2, 5],
  ]);
  expect(simplify(line, ([x]) => x === 1)).toEqual(line);
});

const { mexico, states, borders } = neighboringLand();

/** True if a point lies in a ring: the number of sides to its east is odd. */
const holds = (ring: number[][], [x, y]: [number, number]) =>
  ring.filter(([x1 = 0, y1 = 0], at) => {
    const [x2 = 0, y2 = 0] = ring.at(at - 1)!;
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
  }).length %
    2 ===
  1;

test.each<[string, [number, number]]>([
  ['Reno', [-119.81, 39.53]],
  ['Las Vegas', [-115.14, 36.17]],
  ['Medford', [-122.87, 42.33]],
  ['Yuma', [-114.6, 32.65]],
  ['Salt Lake City', [-111.89, 40.76]],
  ['Tijuana', [-116.95, 32.45]],
  ['Ensenada', [-116.5, 31.8]],
])('%s lies on land', (_, place) => {
  expect([...mexico, ...states].filter((ring) => holds(ring, place))).toHaveLength(1);
});

test('no water shows between California and Mexico', () => {
  // On the border west of Tecate, a few hundred meters to its south.
  expect(mexico.some((ring) => holds(ring, [-116.7, 32.55]))).toBe(true);
});

test('the Pacific stays water', () => {
  expect([...mexico, ...states].filter((ring) => holds(ring, [-124, 35]))).toEqual([]);
});

test('the border with California is exact', () => {
  // The corner in Lake Tahoe, where the border with Nevada turns.
  const [corner] = states.flat().filter(([x = 0, y = 0]) => Math.hypot(x + 120, y - 39) < 0.02);
  expect(corner).toBeDefined();
  expect(borders.length).toBeGreaterThan(3);
});

test('the land around California is small enough for a phone', () => {
  expect(gzipSync(JSON.stringify(neighboringLand())).length).toBeLessThan(6_000);
});
