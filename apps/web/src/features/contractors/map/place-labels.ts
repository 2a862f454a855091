/** A rectangle on the screen, in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A name and the places where it may stand, the best one first. */
export interface Label<Option extends Box> {
  options: Option[];
}

const gap = 4;

/**
 * Puts each name on the first of its places that is free, the first name first. A name without a free place is left out.
 */
export function placeLabels<Option extends Box, Wanted extends Label<Option>>(
  labels: Wanted[],
  obstacles: readonly Box[],
  most: number,
): { label: Wanted; at: Option }[] {
  const taken = [...obstacles];
  const placed: { label: Wanted; at: Option }[] = [];
  for (const label of labels) {
    if (placed.length >= most) break;
    const at = label.options.find((option) => !taken.some((other) => overlap(option, other)));
    if (!at) continue;
    taken.push(at);
    placed.push({ label, at });
  }
  return placed;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}
