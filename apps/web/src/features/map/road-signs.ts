import type { Box } from './place-labels.ts';

/** A point on the screen, in pixels. */
export type Pixel = readonly [x: number, y: number];

/** The distances that a sign may move along its road to find a free place, the shortest first. */
const moves = [0, 28, -28, 56, -56, 84, -84];

/**
 * The places of a road's signs: for each sign that the view shows its places along the line, the best one first. The
 * signs are `apart` pixels from one another. They depend on the line alone, so that they stay where they are while the map
 * moves. A road shorter than that has one sign in its middle.
 */
export function signPlaces(line: readonly Pixel[], apart: number, view: Box): Pixel[][] {
  const ends = distances(line);
  const length = ends.at(-1) ?? 0;
  const signs = Math.max(1, Math.floor(length / apart));
  const wanted = Array.from({ length: signs }, (_, at) => ((at + 0.5) * length) / signs);
  return wanted.flatMap((distance) => {
    const places = moves
      .map((move) => distance + move)
      .filter((moved) => moved >= 0 && moved <= length)
      .map((moved) => pointAt(line, ends, moved))
      .filter(([x, y]) => x >= view.left && x <= view.right && y >= view.top && y <= view.bottom);
    return places.length === 0 ? [] : [places];
  });
}

/** The distance of each point of a line from its beginning. */
function distances(line: readonly Pixel[]): number[] {
  let length = 0;
  return line.map(([x, y], at) => {
    const [beforeX, beforeY] = line[at - 1] ?? [x, y];
    length += Math.hypot(x - beforeX, y - beforeY);
    return length;
  });
}

function pointAt(line: readonly Pixel[], ends: readonly number[], distance: number): Pixel {
  const at = Math.max(
    1,
    ends.findIndex((end) => end >= distance),
  );
  const [from, to] = [line[at - 1] ?? line[0]!, line[at] ?? line[0]!];
  const [start, end] = [ends[at - 1] ?? 0, ends[at] ?? 0];
  const share = end > start ? (distance - start) / (end - start) : 0;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
