import { expect, test } from 'vitest';
import { type Pixel, signPlaces } from './road-signs.ts';

const view = { left: 0, top: 0, right: 1000, bottom: 600 };
const best = (signs: Pixel[][]) => signs.map(([first]) => first);

test('a short road has one sign in its middle', () => {
  expect(
    best(
      signPlaces(
        [
          [0, 100],
          [200, 100],
        ],
        340,
        view,
      ),
    ),
  ).toEqual([[100, 100]]);
});

test('a long road has a sign in the middle of each of its parts', () => {
  expect(
    best(
      signPlaces(
        [
          [0, 100],
          [700, 100],
        ],
        340,
        view,
      ),
    ),
  ).toEqual([
    [175, 100],
    [525, 100],
  ]);
});

test('a sign lies on the line, also past a bend, and may move along it', () => {
  const bent = signPlaces(
    [
      [100, 100],
      [200, 100],
      [200, 300],
    ],
    340,
    view,
  );
  expect(bent[0]).toEqual(
    expect.arrayContaining([
      [200, 150],
      [200, 178],
      [200, 122],
      [194, 100],
    ]),
  );
  for (const [x, y] of bent[0]!) expect(x === 200 || y === 100).toBe(true);
});

test('a sign stays where it is when the view moves, and only the view’s signs are there', () => {
  const line: Pixel[] = [
    [0, 100],
    [3400, 100],
  ];
  const all = best(signPlaces(line, 340, { ...view, right: 3400 }));
  const seen = best(signPlaces(line, 340, { ...view, left: 800, right: 1600 }));
  expect(all).toHaveLength(10);
  expect(seen.length).toBeGreaterThan(1);
  for (const place of seen) expect(all).toContainEqual(place);
});

test('a sign whose best place is past the edge takes the next one that the view shows', () => {
  expect(
    signPlaces(
      [
        [0, 100],
        [200, 100],
      ],
      340,
      { ...view, right: 90 },
    )[0]?.[0],
  ).toEqual([72, 100]);
  expect(
    signPlaces(
      [
        [0, 100],
        [200, 100],
      ],
      340,
      { ...view, bottom: 50 },
    ),
  ).toEqual([]);
});
