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
  /** The dot beside the name, if it has one. No name stands on it. */
  dot?: Box | undefined;
}

const gap = 4;

/**
 * Puts each name on the first of its places that is free, the first name first. A name without a free place, or whose dot
 * another name covers, is left out.
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
    if (!at || (label.dot && taken.some((other) => overlap(label.dot!, other, 0)))) continue;
    taken.push(at, ...(label.dot ? [label.dot] : []));
    placed.push({ label, at });
  }
  return placed;
}

function overlap(a: Box, b: Box, apart = gap): boolean {
  return (
    a.left < b.right + apart &&
    b.left < a.right + apart &&
    a.top < b.bottom + apart &&
    b.top < a.bottom + apart
  );
}
