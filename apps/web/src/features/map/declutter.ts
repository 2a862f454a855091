/** Something on the map with its position on the screen, in pixels. */
export interface Spot<Feature> {
  x: number;
  y: number;
  /** The number of contractors behind it. */
  count: number;
  members: number;
  /** The features behind it: more than one once points were joined. */
  features: Feature[];
}

/** Diameters in pixels, in three sizes. A finger hits the smallest one when nothing else is near. */
export function diameter(count: number): number {
  if (count === 1) return 28;
  if (count < 10) return 30;
  return count < 100 ? 36 : 44;
}

const gap = 2;

/**
 * Joins points that would overlap, so each can be hit and read. The larger one takes in the smaller. The result is
 * checked again until nothing overlaps.
 */
export function declutter<Feature>(spots: Spot<Feature>[]): Spot<Feature>[] {
  let current = spots;
  for (;;) {
    const next = joinOnce(current);
    if (next.length === current.length) return next;
    current = next;
  }
}

function joinOnce<Feature>(spots: Spot<Feature>[]): Spot<Feature>[] {
  const kept: Spot<Feature>[] = [];
  for (const spot of [...spots].sort((a, b) => b.count - a.count)) {
    const near = kept.findIndex((other) => overlap(other, spot));
    if (near < 0) kept.push(spot);
    else kept[near] = join(kept[near]!, spot);
  }
  return kept;
}

function overlap(a: Spot<unknown>, b: Spot<unknown>): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < (diameter(a.count) + diameter(b.count)) / 2 + gap;
}

function join<Feature>(a: Spot<Feature>, b: Spot<Feature>): Spot<Feature> {
  const count = a.count + b.count;
  const weigh = (ofA: number, ofB: number) => (ofA * a.count + ofB * b.count) / count;
  return {
    x: weigh(a.x, b.x),
    y: weigh(a.y, b.y),
    count,
    members: a.members + b.members,
    features: [...a.features, ...b.features],
  };
}
