import { expect, test } from 'vitest';
import { type Box, placeLabels } from './place-labels.ts';

const box = (left: number, top: number, width = 60, height = 16): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const label = (name: string, ...options: Box[]) => ({ name, options });
const names = (placed: { label: { name: string } }[]) => placed.map(({ label: { name } }) => name);

test('the more important name keeps its place, and the other one moves aside', () => {
  const placed = placeLabels([label('Oakland', box(0, 0)), label('Alameda', box(10, 5), box(10, 40))], [], 9);
  expect(placed.map(({ at }) => at)).toEqual([box(0, 0), box(10, 40)]);
});

test('a name without a free place is left out, and others still find theirs', () => {
  expect(
    names(placeLabels([label('A', box(0, 0)), label('B', box(5, 5)), label('C', box(200, 0))], [], 9)),
  ).toEqual(['A', 'C']);
});

test('no name stands on the dot of another, and a name whose dot is covered is left out', () => {
  const dot = box(-6, 6, 4, 4);
  expect(
    placeLabels([{ ...label('A', box(0, 0)), dot }, label('B', box(-68, 0), box(0, 40))], [], 9)[1]?.at,
  ).toEqual(box(0, 40));
  expect(names(placeLabels([label('B', box(-60, 0)), { ...label('A', box(4, 0)), dot }], [], 9))).toEqual([
    'B',
  ]);
});

test('a marker is never covered', () => {
  expect(placeLabels([label('A', box(0, 0), box(50, 0))], [box(10, 0, 28, 28)], 9)[0]?.at).toEqual(
    box(50, 0),
  );
  expect(placeLabels([label('A', box(0, 0))], [box(10, 0, 28, 28)], 9)).toEqual([]);
});

test('no two of many names overlap', () => {
  // A fixed series of pseudo-random places, the same in every run.
  let seed = 5;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const wanted = Array.from({ length: 300 }, (_, at) => {
    const [x, y] = [random() * 800, random() * 600];
    return label(String(at), box(x, y), box(x - 70, y), box(x - 30, y + 20));
  });
  const placed = placeLabels(wanted, [], 60);
  expect(placed).toHaveLength(60);
  for (const [at, { at: one }] of placed.entries()) {
    for (const { at: other } of placed.slice(at + 1)) {
      expect(
        one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top,
      ).toBe(true);
    }
  }
});
