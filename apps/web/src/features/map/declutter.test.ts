import { expect, test } from 'vitest';
import { declutter, diameter, type Spot } from './declutter.ts';

const spot = (id: string, x: number, y: number, count = 1, members = 0): Spot<string> => ({
  x,
  y,
  count,
  members,
  features: [id],
});

test('distant firms keep a marker each', () => {
  expect(declutter([spot('a', 0, 0), spot('b', 40, 0)])).toHaveLength(2);
});

test('firms that overlap become one cluster between them that counts both', () => {
  const [cluster, ...rest] = declutter([spot('a', 0, 0), spot('b', 10, 0, 1, 1)]);
  expect(rest).toEqual([]);
  expect(cluster).toEqual({ x: 5, y: 0, count: 2, members: 1, features: ['a', 'b'] });
});

test('markers never overlap, and no contractor is lost', () => {
  // A fixed series of pseudo-random places, the same in every run.
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const given = Array.from({ length: 500 }, (_, at) =>
    spot(String(at), random() * 800, random() * 600, 1 + Math.floor(random() * 30)),
  );
  const drawn = declutter(given);
  for (const [at, one] of drawn.entries()) {
    for (const other of drawn.slice(at + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(
        (diameter(one.count) + diameter(other.count)) / 2,
      );
    }
  }
  expect(drawn.flatMap((one) => one.features)).toHaveLength(500);
  expect(drawn.reduce((sum, one) => sum + one.count, 0)).toBe(given.reduce((sum, one) => sum + one.count, 0));
});
